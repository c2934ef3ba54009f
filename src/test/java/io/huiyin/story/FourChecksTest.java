package io.huiyin.story;

import static io.huiyin.archive.CheckItem.ACTORS;
import static io.huiyin.archive.CheckItem.BOLTS;
import static io.huiyin.archive.CheckItem.CHAIN;
import static io.huiyin.archive.CheckItem.CONSENT;
import static io.huiyin.archive.CheckItem.DAILY_ROOT;
import static io.huiyin.archive.CheckItem.DESCRIPTION;
import static io.huiyin.archive.CheckItem.DOCUMENTS;
import static io.huiyin.archive.CheckItem.EVIDENCE;
import static io.huiyin.archive.CheckItem.EVIDENCE_OPENS;
import static io.huiyin.archive.CheckItem.KEYS;
import static io.huiyin.archive.CheckItem.NUMBERING;
import static io.huiyin.archive.CheckItem.PAYLOADS;
import static io.huiyin.archive.CheckItem.PERSONAL_DATA;
import static io.huiyin.archive.CheckItem.READABLE;
import static io.huiyin.archive.CheckItem.SCANNED;
import static io.huiyin.archive.CheckItem.SENSITIVE;
import static io.huiyin.archive.CheckItem.TIMES;
import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.CheckItem;
import io.huiyin.archive.CheckReport;
import io.huiyin.archive.CheckReport.Occasion;
import io.huiyin.archive.CheckReport.Outcome;
import io.huiyin.archive.CheckReport.Result;
import io.huiyin.archive.FourChecks;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** 四性检测: a file that is not authentic, whole, usable and safe is found, named, and not filed. [norm: DA/T 70] */
@HuiyinTest
class FourChecksTest {

  @Autowired
  Story story;
  @Autowired
  FourChecks checks;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  TransactionTemplate transaction;

  Told complaint;

  @BeforeEach
  void aLateParcelWithoutItsWaybill() {
    story.begins("2026-09-15T10:00");
    complaint = unfiled();
  }

  private Told unfiled() {
    return story.aComplaint().isRegistered().does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity",
            "MINOR", "ratingChangeReason", "只晚了一天").isContacted()
        .does("agent1", "settleDirectly", "measures", "催促配送", "settlement", "已送达").isTold().isConfirmed()
        .isRated(5, 5, 5);
  }

  private static Told bringsTheWaybill(Told told) {
    return told.hasDocument("agent1", "WAYBILL")
        .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
  }

  /** Something done to the file behind the application's back, and what is found. */
  record Harm(String what, List<String> sql, CheckItem... found) {

    Harm(String what, String sql, CheckItem... found) {
      this(what, List.of(sql), found);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Harm> harms() {
    return Stream.of(
        new Harm("an entry is rewritten",
            "update archive_entry set summary = '客户表示满意' where number = :number and sequence = 3", CHAIN),
        new Harm("an entry is taken out", "delete from archive_entry where number = :number and sequence = 2",
            CHAIN, NUMBERING),
        new Harm("the last entry is taken out", """
            delete from archive_entry where number = :number and sequence = (select head_sequence from archive
              where number = :number)""", CHAIN, NUMBERING),
        new Harm("somebody is written in who was never here",
            "update archive_entry set actor = 'ghost' where number = :number and sequence = 3", CHAIN),
        new Harm("an entry is dated back",
            "update archive_entry set at = at - interval '1 year' where number = :number and sequence = 3", CHAIN, TIMES),
        new Harm("an entry is dated forward",
            "update archive_entry set at = at + interval '1 year' where number = :number and sequence = 3", CHAIN, TIMES),
        new Harm("the whole chain is not the one of last night",
            "insert into archive_root_head (day, number, sequence, hash) values ('2026-09-15', :number, 2, '\\x00')",
            DAILY_ROOT),
        new Harm("what an entry says in detail is lost",
            "delete from archive_payload where number = :number and sequence = 1", CHAIN, PAYLOADS),
        new Harm("what an entry says in detail is damaged", """
            update archive_payload set sealed = set_byte(sealed, length(sealed) - 1,
              (get_byte(sealed, length(sealed) - 1) + 1) % 256) where number = :number and sequence = 1""",
            CHAIN, READABLE),
        new Harm("what an entry says in detail is sealed with a key that is gone", """
            update archive_payload set sealed = '\\x026b39'::bytea || substring(sealed from get_byte(sealed, 0) + 2)
            where number = :number and sequence = 1""", CHAIN, READABLE, KEYS),
        new Harm("evidence is taken out", "delete from archive_evidence where number = :number",
            DOCUMENTS, EVIDENCE),
        new Harm("evidence is exchanged", "update archive_evidence set hash = '\\x%s' where number = :number"
            .formatted("00".repeat(32)), EVIDENCE, EVIDENCE_OPENS),
        new Harm("the size of evidence is not what it was", "update archive_evidence set size = size + 1 where number = :number",
            EVIDENCE),
        new Harm("evidence is not of the type that it says",
            "update archive_evidence set media_type = 'image/png' where number = :number", EVIDENCE,
            EVIDENCE_OPENS),
        new Harm("a recording without consent", "update archive_evidence set kind = 'CALL_RECORDING' where number = :number",
            EVIDENCE, DOCUMENTS, CONSENT),
        new Harm("a video without consent", "update archive_evidence set media_type = 'video/mp4' where number = :number",
            EVIDENCE, EVIDENCE_OPENS, CONSENT),
        new Harm("a required document of another kind", "update archive_evidence set kind = 'OTHER' where number = :number",
            EVIDENCE, DOCUMENTS),
        new Harm("the description is wiped out",
            "update archive set urgency = null, legal_basis = '' where number = :number", DESCRIPTION),
        new Harm("the customer's data are damaged", """
            update complaint set personal = set_byte(personal, length(personal) - 1,
              (get_byte(personal, length(personal) - 1) + 1) % 256) where number = :number""", PERSONAL_DATA),
        new Harm("somebody who never handled a highly sensitive case sees it", List.of(
            "update complaint set sensitive = true where number = :number",
            "insert into case_grant (number, principal, task_id) values (:number, 'user:finance1', '')"), SENSITIVE),
        new Harm("the ledger's bolt is off", "alter table archive_entry disable trigger archive_entry_append_only",
            BOLTS));
  }

  @ParameterizedTest
  @MethodSource("harms")
  void whateverIsDoneToAFileIsFoundAndNamed(Harm harm) {
    bringsTheWaybill(complaint).isFiled().isOver();
    assertThat(run().findings()).as("before").isEmpty();
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      withoutBolts(harm.sql);
      var report = run();
      assertThat(report.failed()).as(report.findings()).extracting(Result::item).containsExactlyInAnyOrder(harm.found);
      assertThat(report.passed()).isFalse();
      assertThat(report.failed()).allSatisfy(result -> assertThat(result.finding()).isNotBlank());
    });
  }

  @Test
  void everyItemPassesOnAFileThatHasEverything() {
    complaint.hasDocument("agent1", "CALL_RECORDING", true);
    bringsTheWaybill(complaint).isFiled().isOver();
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      jdbc.sql("update complaint set sensitive = true where number = ?").param(complaint.number.value()).update();
      jdbc.sql("""
          insert into archive_root_head (day, number, sequence, hash)
          select '2026-09-15', number, sequence, hash from archive_entry where number = ? and sequence = 2""")
          .param(complaint.number.value()).update();
      assertThat(run().results()).filteredOn(result -> result.item() != SCANNED).extracting(Result::outcome)
          .containsOnly(Outcome.PASSED);
    });
  }

  @Test
  void theReportIsKeptAndStandsInTheFile() {
    bringsTheWaybill(complaint).isFiled().isOver();
    var report = checks.run(complaint.number, Occasion.ON_DEMAND, "archivist1");

    assertThat(checks.of(complaint.number)).hasSize(2).first().isEqualTo(report);
    assertThat(checks.of(complaint.number).get(1).occasion()).isEqualTo(Occasion.FILING);
    assertThat(complaint.entries("FOUR_CHECKS")).hasSize(2).last().satisfies(entry -> {
      assertThat(entry.summary()).isEqualTo("四性检测（按需）通过：17 项，不适用 4 项");
      assertThat(entry.actor()).isEqualTo("archivist1");
      assertThat(entry.facts()).containsEntry("passed", true).containsEntry("overview",
          "真实性：3 项通过，1 项不适用\n完整性：5 项通过\n可用性：3 项通过\n安全性：2 项通过，3 项不适用");
    });
    assertThat(complaint.verification().intact()).isTrue();
  }

  @Test
  void evidenceThatWasNotScannedAlthoughItShouldHaveBeenIsNamed() {
    bringsTheWaybill(complaint).isFiled().isOver();
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      assertThat(run().results()).filteredOn(result -> result.item() == SCANNED).extracting(Result::outcome)
          .containsExactly(Outcome.NOT_APPLICABLE);
      story.archives.append(complaint.number, List.of(
          new NewEntry("EVIDENCE_ADDED", "添加证据", "agent1", "UPLOAD", story.now(), Map.of("virusScan", "CLEAN"))));
      assertThat(run().passed()).isTrue();
      story.archives.append(complaint.number, List.of(
          new NewEntry("EVIDENCE_ADDED", "添加证据", "agent1", "UPLOAD", story.now(), Map.of("virusScan", "NOT_SCANNED"))));
      assertThat(run().failed()).extracting(Result::item).containsExactly(SCANNED);
    });
  }

  /** A colleague who leaves later was somebody when the file was checked. */
  @Test
  void whoWasKnownAtAnEarlierCheckNeedNotBeHereToday() {
    bringsTheWaybill(complaint).isFiled().isOver();
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      story.archives.append(complaint.number, List.of(
          new NewEntry("NOTE", "补记", "left1", "ARCHIVE", story.now(), Map.of())));
      assertThat(run().failed()).extracting(Result::item).containsExactly(ACTORS);
      assertThat(run().findings()).isEqualTo("真实性·经办人可识别：查无此人：left1");
      story.identity().saveUser(story.identity().newUser("left1"));
      assertThat(run().findings()).isEmpty();
      story.identity().deleteUser("left1");
      assertThat(run().findings()).isEmpty();
    });
  }

  @Test
  void aDamagedFileIsNotFiledUntilItIsMended() {
    var lost = payloadIsLost(complaint);
    bringsTheWaybill(complaint);
    complaint.waitsAt("resolveFindings");
    assertThat(complaint.heldBy("resolveFindings")).isEqualTo("archivist");
    assertThat(complaint.entries("FOUR_CHECKS")).last().satisfies(entry -> assertThat(entry.facts().get("findings"))
        .isEqualTo("真实性·记录未被改动：第 1 条的内容丢失，且没有销毁记录\n完整性·记录内容齐全：第 1 条的内容丢失"));

    complaint.refuses("archivist1", "resolveFindings", "findingsNote", "findingsDecision", "RECHECK")
        .does("archivist1", "resolveFindings", "findingsDecision", "RECHECK", "findingsNote", "以为好了")
        .waitsAt("resolveFindings");
    complaint.does("archivist1", "resolveFindings", "findingsDecision", "REPORT", "findingsNote", "备份里也许还有");
    assertThat(complaint.heldBy("acceptFindings")).isEqualTo("board-office");
    complaint.does("board1", "acceptFindings", "findingsAccepted", "REFUSED", "acceptReason", "先从备份恢复")
        .waitsAt("resolveFindings");

    lost.run();
    complaint.does("archivist1", "resolveFindings", "findingsDecision", "RECHECK", "findingsNote", "已从备份恢复")
        .waitsAt("fileArchive").isFiled().isOver();
  }

  @Test
  void theBoardOfficeAnswersForWhatNobodyCanMend() {
    payloadIsLost(complaint);
    bringsTheWaybill(complaint);
    complaint.does("archivist1", "resolveFindings", "findingsDecision", "REPORT", "findingsNote", "备份里也没有")
        .does("board1", "acceptFindings", "findingsAccepted", "ACCEPTED", "acceptReason", "其余内容可以证明经过");
    assertThat(complaint.entries("FINDINGS_ACCEPTED")).singleElement()
        .satisfies(entry -> assertThat(entry.facts()).containsEntry("reason", "其余内容可以证明经过"))
        .satisfies(entry -> assertThat(entry.actor()).isEqualTo("board1"));
    complaint.waitsAt("fileArchive").isFiled();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);

    var later = checks.run(complaint.number, Occasion.ON_DEMAND, "archivist1");
    assertThat(later.passed()).isTrue();
    assertThat(later.results()).filteredOn(result -> result.outcome() == Outcome.ACCEPTED).hasSize(2);
    jdbc.sql("delete from archive_payload where number = ? and sequence = 2").param(complaint.number.value()).update();
    assertThat(checks.run(complaint.number, Occasion.ON_DEMAND, "archivist1").passed())
        .as("what comes on top is nobody's word").isFalse();
  }

  @Test
  void whoLeavesFindingsLyingIsSupervised() {
    payloadIsLost(complaint);
    bringsTheWaybill(complaint).waitsAt("resolveFindings");
    assertThat(complaint.due("resolveFindings")).as("3 working days").isEqualTo(story.instant("2026-09-18T18:00"));
    story.at(complaint.clock("ARCHIVE_FINDINGS").dueAt()).meanwhile();
    assertThat(complaint.supervisors("ARCHIVE_FINDINGS")).containsExactly("cs-manager");
    complaint.answersFor("manager1", "superviseOverdue", "ARCHIVE_FINDINGS");

    complaint.does("archivist1", "resolveFindings", "findingsDecision", "REPORT", "findingsNote", "备份里也没有");
    story.at(complaint.clock("ARCHIVE_FINDINGS").dueAt()).meanwhile();
    assertThat(complaint.supervisors("ARCHIVE_FINDINGS")).containsExactly("cs-manager");
    assertThat(complaint.openTasks()).contains("userTask_acceptFindings");
  }

  @Test
  void aFileThatIsDamagedWhileItWaitsIsNotFiled() {
    bringsTheWaybill(complaint).waitsAt("fileArchive");
    payloadIsLost(complaint);
    story.after(Duration.ofDays(1));
    complaint.refuses("archivist1", "fileArchive", "archiveStatus", "archiveStatus", "CLOSED");
    assertThat(complaint.complaint().status()).isNotEqualTo(CaseStatus.FILED);
  }

  @Test
  void aSampleIsDrawnEveryNightAndWhatItFindsGoesToTheArchivist() {
    bringsTheWaybill(complaint).isFiled().isOver();
    var other = bringsTheWaybill(unfiled()).isFiled();
    other.isOver();
    payloadIsLost(other);

    inspects(complaint, other);
    assertThat(complaint.says("FOUR_CHECKS")).last().asString().startsWith("四性检测（夜间抽检）通过");
    complaint.isOver();
    other.waitsAt("resolveFindings");
    assertThat(other.heldBy("resolveFindings")).isEqualTo("archivist");
    assertThat(other.entries("FOUR_CHECKS")).last().satisfies(entry -> assertThat(entry.actor()).isEqualTo("system"));

    inspects(complaint, other);
    other.waitsAt("resolveFindings"); // and no second one
    other.does("archivist1", "resolveFindings", "findingsDecision", "REPORT", "findingsNote", "备份里没有")
        .does("board1", "acceptFindings", "findingsAccepted", "ACCEPTED", "acceptReason", "已说明");
    inspects(complaint, other);
    assertThat(other.openTasks()).isEmpty();
  }

  @Test
  void theSameNightDrawsTheSameSampleAndAnotherNightAnother() {
    for (var i = 0; i < 4; i++) {
      bringsTheWaybill(unfiled()).isFiled();
    }
    var day = story.today();
    assertThat(checks.sample(day, 3, "a")).hasSize(3).isEqualTo(checks.sample(day, 3, "a"));
    assertThat(Stream.iterate(day, one -> one.plusDays(1)).limit(30).map(one -> checks.sample(one, 3, "a")).distinct().count())
        .isGreaterThan(5);
    assertThat(checks.sample(day, 0, "a")).isEmpty();
    assertThat(checks.sample(day, 1_000, "a")).doesNotContain(complaint.number).doesNotHaveDuplicates();
  }

  /** The next night in which both are drawn soon. */
  private void inspects(Told... cases) {
    story.after(Duration.ofDays(1));
    var sample = checks.sample(story.today(), 100_000, "huiyin");
    var size = Stream.of(cases).mapToInt(one -> sample.indexOf(one.number)).max().orElseThrow() + 1;
    story.runtime.startProcessInstanceByKey("archive-inspection", Map.of("sampleSize", size));
    story.meanwhile();
  }

  /** The first payload is gone; the answer puts it back. */
  private Runnable payloadIsLost(Told told) {
    var row = jdbc.sql("delete from archive_payload where number = ? and sequence = 1 returning salt, sealed")
        .param(told.number.value()).query().singleRow();
    return () -> jdbc.sql("insert into archive_payload (number, sequence, salt, sealed) values (?, 1, ?, ?)")
        .params(told.number.value(), row.get("salt"), row.get("sealed")).update();
  }

  private CheckReport run() {
    return checks.run(complaint.number, Occasion.ON_DEMAND, "archivist1");
  }

  /** As somebody who owns the tables and knows how to switch their guards off. */
  private void withoutBolts(List<String> statements) {
    for (var table : List.of("archive_entry", "archive_evidence")) {
      jdbc.sql("grant update, delete on " + table + " to current_user").update();
      jdbc.sql("alter table " + table + " disable trigger user").update();
    }
    statements.stream().filter(sql -> !sql.startsWith("alter"))
        .forEach(sql -> jdbc.sql(sql).param("number", complaint.number.value()).update());
    for (var table : List.of("archive_entry", "archive_evidence")) {
      jdbc.sql("alter table " + table + " enable trigger user").update();
    }
    statements.stream().filter(sql -> sql.startsWith("alter")).forEach(sql -> jdbc.sql(sql).update());
  }
}
