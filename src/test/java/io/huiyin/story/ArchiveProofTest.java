package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.VirtualClock;
import io.huiyin.archive.DailyRoots;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 每日存证: night after night a root over what the day changed. */
@HuiyinTest
class ArchiveProofTest {

  @Autowired
  Story story;
  @Autowired
  VirtualClock clock;
  @Autowired
  DailyRoots roots;
  @Autowired
  JdbcClient jdbc;

  @Test
  void everyNightTheDaysCasesAreSealed() {
    begins("2027-03-01T10:00");
    story.at("2027-03-02T00:05");
    var complaint = story.aComplaint().isRegistered();
    story.at("2027-03-03T00:04:59");
    assertThat(days(complaint)).isEmpty();
    story.at("2027-03-03T00:05");
    assertThat(days(complaint)).containsExactly("2027-03-03");
    assertThat(complaint.verification().intact()).isTrue();
  }

  @Test
  void afterADowntimeOfDaysOneRootCoversThem() {
    begins("2027-03-10T10:00");
    story.at("2027-03-11T00:05");
    var complaint = story.aComplaint().isRegistered();
    clock.hold(story.instant("2027-03-14T09:00")); // nothing fires: the application was down
    story.meanwhile();
    assertThat(days(complaint)).hasSize(1);
    assertThat(roots.all()).extracting(root -> root.day()).doesNotHaveDuplicates().contains(LocalDate.parse("2027-03-14"));
  }

  /** Other stories may have moved the nightly timer beyond this day. */
  private void begins(String localTime) {
    story.begins(localTime);
    story.management.createJobQuery().processDefinitionKey("archive-proof").timers().list()
        .forEach(job -> story.management.recalculateJobDuedate(job.getId(), false));
  }

  private List<String> days(Story.Told complaint) {
    return jdbc.sql("select distinct day::text from archive_root_head where number = ?").param(complaint.number.value())
        .query(String.class).list();
  }
}
