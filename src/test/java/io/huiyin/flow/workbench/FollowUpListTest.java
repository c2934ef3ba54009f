package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.huiyin.HuiyinTest;
import io.huiyin.bench.Statements;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The archives in 需跟进 come page by page, and none is opened for the list. */
@HuiyinTest
class FollowUpListTest {

  @Autowired
  Story story;
  @Autowired
  ArchiveCheckController desk;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  Statements statements;

  @Test
  void theListIsReadInPagesAndOpensNoContents() {
    story.begins("2026-09-15T10:00");
    jdbc.sql("update archive set status = 'CLOSED', follow_up_since = null where status = 'FOLLOW_UP'").update();
    var first = filedToFollowUp();
    story.after(Duration.ofMinutes(1));
    var second = filedToFollowUp();

    assertThat(page("0")).singleElement().satisfies(one -> {
      assertThat(one.number()).isEqualTo(first.number.value());
      assertThat(one.handler()).isEqualTo("马超");
    });
    assertThat(page("1")).extracting(ArchiveCheckController.FollowUpView::number).containsExactly(second.number.value());
    assertThat(page("2")).isEmpty();
    var sent = statements.of(() -> page("0"));
    assertThat(sent.toString()).contains("archive_entry").doesNotContain("archive_payload");
    for (var faulty : List.of(Map.of("size", "0"), Map.of("size", "201"), Map.of("page", "-1"), Map.of("pages", "1"))) {
      assertThatExceptionOfType(InvalidInput.class)
          .isThrownBy(() -> story.as("archivist1", () -> desk.followUps(faulty)));
    }
  }

  private List<ArchiveCheckController.FollowUpView> page(String page) {
    var found = story.as("archivist1", () -> desk.followUps(Map.of("page", page, "size", "1"))).getBody();
    assertThat(found.total()).isEqualTo(2);
    return found.followUps();
  }

  private Told filedToFollowUp() {
    return story.aComplaint().isRegistered().does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity",
            "MINOR", "ratingChangeReason", "只晚了一天").isContacted()
        .does("agent1", "settleDirectly", "measures", "催促配送", "settlement", "已送达").isTold().isConfirmed()
        .isRated(5, 5, 5).hasDocument("logistics1", "WAYBILL")
        .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED")
        .does("archivist1", "fileArchive", "archiveStatus", "FOLLOW_UP");
  }
}
