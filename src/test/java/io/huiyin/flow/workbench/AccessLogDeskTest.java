package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.report.Spreadsheet;
import io.huiyin.report.SpreadsheetTest;
import io.huiyin.story.Story;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.server.ResponseStatusException;

/** The access log as a file: for the auditor, and on record itself. [000] */
@HuiyinTest
class AccessLogDeskTest {

  @Autowired
  Story story;
  @Autowired
  AccessLogController desk;
  @Autowired
  PanelController panels;

  @Test
  void theAuditorTakesTheLogOutAsExcel() throws IOException {
    var number = story.begins("2026-09-15T10:00").aComplaint().isRegistered().number.value();
    story.as("agent1", () -> panels.unmask(number));

    var file = story.as("auditor1", () -> desk.export(Map.of("number", number)));

    assertThat(file.getHeaders().getContentType()).hasToString(Spreadsheet.MEDIA_TYPE);
    assertThat(file.getHeaders().getFirst("Content-Disposition"))
        .startsWith("attachment; filename=\"2026-09-15.xlsx\"; filename*=UTF-8''%E8%AE%BF");
    assertThat(SpreadsheetTest.unzipped(file.getBody()))
        .contains("投诉编号", number, "agent1", "查看完整联系方式").doesNotContain("王晓梅", "13812345678");
    assertThat(story.as("auditor1", () -> desk.find(Map.of("person", "auditor1", "action", "EXPORT"))).getBody().lines().get(0))
        .extracting(AccessLogController.Line::detail).isEqualTo("访问日志");
  }

  @Test
  void nobodyElseTakesItOut() {
    assertThatThrownBy(() -> story.as("archivist1", () -> desk.export(Map.of())))
        .isInstanceOf(ResponseStatusException.class).hasMessageContaining("访问日志只供审计查看");
  }
}
