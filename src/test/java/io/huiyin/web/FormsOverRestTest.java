package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
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
    assertThat(get(user, "/api/v1/reports/monthly?month=2026-08").json().get("month").asText()).isEqualTo("2026-08");
    assertThat(text(get(user, "/api/v1/reports/monthly.pdf?month=2026-08"))).contains("月度投诉分析报告");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "logistics1", "legal1"})
  void theMonthlyReportIsForNobodyElse(String user) {
    assertThat(get(user, "/api/v1/reports/monthly").status()).isEqualTo(403);
    assertThat(get(user, "/api/v1/reports/monthly.pdf").status()).isEqualTo(403);
  }

  @Test
  void aMonthThatIsNotOverIsRefused() {
    assertThat(faulty(get("manager1", "/api/v1/reports/monthly?month=2026-09"))).containsExactly("month");
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
