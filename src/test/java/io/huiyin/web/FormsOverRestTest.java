package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.report.Spreadsheet;
import io.huiyin.report.SpreadsheetTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Printing over REST: only what one may see, masked unless one may have it in full, and on record. [000] */
class FormsOverRestTest extends Application {

  @Test
  void theListSaysWhatThereIsAndWhatIsMissing() {
    var number = registered("agent1");

    var forms = get("agent1", forms(number)).json();

    assertThat(forms.findValuesAsText("code")).containsExactly("registration", "slip", "assignment", "plan", "handling",
        "tracking", "contacts", "confirmation", "survey", "corrective");
    assertThat(forms.get(0).get("missing").isNull()).isTrue();
    assertThat(forms.get(8).get("missing").asText()).isEqualTo("客户还没有评价");
  }

  @Test
  void aFormIsMaskedUnlessItIsAskedForInFull() throws IOException {
    var number = registered("agent1");

    var masked = get("agent1", forms(number) + "/registration.pdf");
    assertThat(masked.status()).isEqualTo(200);
    assertThat(masked.header("Content-Type")).isEqualTo("application/pdf");
    assertThat(masked.header("Cache-Control")).contains("no-store");
    assertThat(text(masked)).contains("欧***", "139****4321", "到货时外壳破裂").doesNotContain("欧阳小敏", "13987654321");
    assertThat(logged(number)).containsExactly("agent1 PRINT registration");

    var full = get("agent1", forms(number) + "/registration.pdf?full=true");
    assertThat(text(full)).contains("欧阳小敏", "13987654321");
    assertThat(logged(number)).containsExactly("agent1 PRINT registration", "agent1 UNMASK registration",
        "agent1 PRINT registration");
  }

  @Test
  void whoDoesNotTalkToTheCustomerDoesNotPrintContactsInFull() throws IOException {
    var number = registered("agent1");

    assertThat(faulty(get("board1", forms(number) + "/registration.pdf?full=true"))).containsExactly("full");
    assertThat(text(get("board1", forms(number) + "/registration.pdf"))).contains("139****4321");
    assertThat(logged(number)).containsExactly("board1 PRINT registration");
  }

  @Test
  void otherPeoplesCasesPrintNothing() {
    var number = registered("agent1");

    for (var path : List.of(forms(number), forms(number) + "/registration.pdf", forms(number) + "/nonsense.pdf")) {
      assertThat(get("legal1", path).status()).as(path).isEqualTo(404);
      assertThat(get(null, path).status()).as(path).isEqualTo(401);
    }
  }

  @Test
  void whatCannotBePrintedIsSaid() {
    var number = registered("agent1");

    var unknown = get("agent1", forms(number) + "/nonsense.pdf");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(faulty(unknown)).containsExactly("form");
    var missing = get("agent1", forms(number) + "/plan.pdf");
    assertThat(faulty(missing)).containsExactly("form");
    assertThat(missing.text()).contains("还没有制定处理方案");
    assertThat(logged(number)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"super1", "manager1", "board1", "gm1", "vp1", "auditor1", "archivist1"})
  void theMonthlyReportIsForThoseWhoLeadAndCheck(String user) throws IOException {
    assertThat(get(user, "/api/v1/reports/monthly/2026-08").json().get("month").asText()).isEqualTo("2026-08");
    assertThat(text(get(user, "/api/v1/reports/monthly/2026-08.pdf"))).contains("月度投诉分析报告");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-08", "2026-08.pdf", "2026-08.xlsx", "2026-08.html"})
  void theMonthlyReportIsAskedForBySuffixOrByAccept(String file) throws IOException {
    var types = Map.of("2026-08", "application/json", "2026-08.pdf", "application/pdf", "2026-08.xlsx",
        Spreadsheet.MEDIA_TYPE, "2026-08.html", "text/html;charset=UTF-8");
    var type = types.get(file);
    for (var answer : List.of(get("manager1", "/api/v1/reports/monthly/" + file),
        call("manager1", "GET", "/api/v1/reports/monthly/2026-08", null, "Accept", type))) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo(type);
      assertThat(read(file, answer)).contains("2026-08");
    }
  }

  private static String read(String file, Answer answer) throws IOException {
    return file.endsWith("pdf") ? text(answer) : file.endsWith("xlsx") ? SpreadsheetTest.unzipped(answer.raw().body())
        : answer.text();
  }

  @Test
  void theMonthlyReportsPageAndWorkbookSayWhatThePaperSays() throws IOException {
    var page = get("manager1", "/api/v1/reports/monthly/2026-08.html").text();
    assertThat(page).contains("<meta charset=\"UTF-8\">", "lang=\"zh-CN\"", "月度投诉分析报告", "投诉总量", "近六个月趋势")
        .doesNotContain("<script", "http://", "https://");
    var workbook = get("manager1", "/api/v1/reports/monthly/2026-08.xlsx");
    assertThat(workbook.header("Content-Disposition")).startsWith("attachment; filename=\"2026-08.xlsx\"; filename*=UTF-8''");
    assertThat(SpreadsheetTest.unzipped(workbook.raw().body()))
        .contains("总体情况", "类型分布", "处理及时率", "客户满意度", "责任单位", "产品或服务", "问题点", "近六个月趋势", "投诉总量");
    assertThat(call("manager1", "GET", "/api/v1/reports/monthly/2026-08", null, "Accept", "image/png").status()).isEqualTo(406);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "logistics1", "legal1"})
  void theMonthlyReportIsForNobodyElse(String user) {
    for (var file : List.of("2026-08", "2026-08.pdf", "2026-08.xlsx", "2026-08.html")) {
      assertThat(get(user, "/api/v1/reports/monthly/" + file).status()).as(file).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-09", "2026-13", "september", "2026-09.pdf", "2026-09.xlsx", "2026-09.html"})
  void aMonthThatIsNotOverIsRefused(String month) {
    assertThat(faulty(get("manager1", "/api/v1/reports/monthly/" + month))).containsExactly("month");
  }

  private List<String> logged(String number) {
    return jdbc.sql("select person || ' ' || action || ' ' || detail from access_log where number = ? and action in "
        + "('PRINT', 'UNMASK') order by id").param(number).query(String.class).list();
  }

  private static String forms(String number) {
    return "/api/v1/complaints/" + number + "/forms";
  }

  private static String text(Answer answer) throws IOException {
    try (var pdf = Loader.loadPDF(answer.raw().body())) {
      return new PDFTextStripper().getText(pdf);
    }
  }
}
