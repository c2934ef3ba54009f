package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.print.PrintedCaseForms.Offer;
import io.huiyin.story.Story;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What the archive desk offers to print, and to whom. [000] */
@HuiyinTest
class FormsDeskTest {

  @Autowired
  private Story story;
  @Autowired
  private FormsController forms;
  @Autowired
  private MonthlyReportController reports;

  @Test
  void anAgentPrintsOwnCasesInFull() throws IOException {
    var number = story.begins("2026-09-15T10:00").aComplaint().isRegistered().number.value();

    var offered = story.as("agent1", () -> forms.list(number)).getBody();
    assertThat(offered.full()).isTrue();
    assertThat(offered.forms()).filteredOn(offer -> offer.missing() == null).extracting(Offer::code)
        .containsExactly("registration", "slip", "tracking");

    var printed = story.as("agent1", () -> forms.print(number, "registration", true));
    assertThat(printed.getHeaders().getContentDisposition().getFilename()).isEqualTo(number + "-01-客户投诉登记表.pdf");
    assertThat(printed.getHeaders().getCacheControl()).contains("no-store");
    try (var pdf = Loader.loadPDF(printed.getBody())) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("王晓梅", "陈静");
    }
  }

  @Test
  void theBoardOfficePrintsMasked() {
    var number = story.begins("2026-09-15T10:00").aComplaint().isRegistered().number.value();

    assertThat(story.as("board1", () -> forms.list(number)).getBody().full()).isFalse();
    assertThat(story.as("board1", () -> forms.print(number, "slip", false)).getBody()).isNotEmpty();
    assertThatThrownBy(() -> story.as("board1", () -> forms.print(number, "slip", true)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("只供本案的承办人、档案管理员和审计");
  }

  @Test
  void aCaseThatOneMayNotSeeIsNotThere() {
    var number = story.begins("2026-09-15T10:00").aComplaint().isRegistered().number.value();

    assertThatThrownBy(() -> story.as("legal1", () -> forms.print(number, "registration", false)))
        .isInstanceOfSatisfying(ResponseStatusException.class,
            refused -> assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND));
  }

  @Test
  void theMonthlyReportIsForThoseWhoLead() {
    story.begins("2026-09-15T10:00");

    assertThat(story.as("manager1", () -> reports.print("2026-08")).getBody()).isNotEmpty();
    assertThatThrownBy(() -> story.as("agent1", () -> reports.figures("2026-08")))
        .isInstanceOfSatisfying(ResponseStatusException.class,
            refused -> assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN));
  }
}
