package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.HuiyinTest.Mail;
import io.huiyin.VirtualClock;
import io.huiyin.archive.ArchiveSettings;
import io.huiyin.archive.CaseProof;
import io.huiyin.archive.DailyRoot;
import io.huiyin.archive.DailyRoots;
import io.huiyin.archive.TimeStampServer;
import java.io.IOException;
import java.nio.file.Files;
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
  CaseProof proof;
  @Autowired
  ArchiveSettings settings;
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
    var result = proof.verify(complaint.number);
    assertThat(result.findings()).isEmpty();
    assertThat(result.sealedOn()).isEqualTo("2027-03-03");
    assertThat(result.sealedSequence()).isEqualTo(result.entries());
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

  @Test
  void aRootFileThatCannotBeWrittenIsAnIncidentUntilItCan() throws IOException {
    begins("2027-03-20T10:00");
    var file = settings.rootFile();
    var aside = file.resolveSibling("aside.txt");
    story.at("2027-03-21T00:05");
    Files.move(file, aside);
    Files.createDirectory(file); // refuses whoever writes, the superuser of the machine too
    try {
      story.at("2027-03-22T00:05");
      assertThat(roots.all()).extracting(DailyRoot::day).contains(LocalDate.parse("2027-03-22"));
      assertThat(incidents("serviceTask_writeRoot")).isZero();
      story.at("2027-03-22T06:00");
      assertThat(incidents("serviceTask_writeRoot")).isEqualTo(1);
    } finally {
      Files.delete(file);
      Files.move(aside, file);
    }
    assertThat(file).content().contains("2027-03-21 ").doesNotContain("2027-03-22 ");
    var failed = story.management.createJobQuery().processDefinitionKey("archive-proof").noRetriesLeft().singleResult();
    assertThat(failed.getExceptionMessage()).contains("RootFile.java");
    story.management.setJobRetries(failed.getId(), 1);
    story.meanwhile();
    assertThat(file).content().containsOnlyOnce("2027-03-22 ");
    assertThat(incidents("serviceTask_writeRoot")).isZero();
  }

  /** In one go, for no root is stamped before an earlier one. */
  @Test
  void theAuthorityStampsTheRootOfTheNightOnceAndIsWaitedForWhenItIsDown() {
    begins("2031-04-01T10:00");
    story.at("2031-04-02T00:05");
    assertThat(stamps("2031-04-02")).isEqualTo(1);
    story.management.executeJob(nightly());
    story.meanwhile();
    assertThat(stamps("2031-04-02")).isEqualTo(1);

    Mail.AUTHORITY.is(TimeStampServer.Mood.DOWN);
    try {
      story.at("2031-04-03T00:05");
      assertThat(roots.all()).extracting(DailyRoot::day).contains(LocalDate.parse("2031-04-03"));
      assertThat(stamps("2031-04-03")).isZero();
      assertThat(incidents("serviceTask_stampRoot")).isZero();
      story.at("2031-04-03T06:00");
      assertThat(incidents("serviceTask_stampRoot")).isEqualTo(1);
    } finally {
      Mail.AUTHORITY.is(TimeStampServer.Mood.GOOD);
    }
    var failed = story.management.createJobQuery().processDefinitionKey("archive-proof").noRetriesLeft().singleResult();
    story.management.setJobRetries(failed.getId(), 1);
    story.meanwhile();
    assertThat(stamps("2031-04-03")).isEqualTo(1);
    assertThat(settings.rootFile()).content().contains("2031-04-02 stamp MI", "2031-04-03 stamp MI");
    assertThat(incidents("serviceTask_stampRoot")).isZero();
  }

  private String nightly() {
    return story.management.createJobQuery().processDefinitionKey("archive-proof").timers().singleResult().getId();
  }

  private long incidents(String step) {
    return story.runtime.createIncidentQuery().activityId(step).count();
  }

  private int stamps(String day) {
    return jdbc.sql("select count(*) from archive_root_stamp where day = ?::date").param(day).query(Integer.class).single();
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
