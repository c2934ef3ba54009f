package io.huiyin.sla;

import static io.huiyin.sla.SlaFixtures.at;
import static io.huiyin.sla.SlaFixtures.ratings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Ratings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@SpringJUnitConfig(SlaDatabase.class)
@Transactional
class ClocksTest {

  private static final ComplaintNumber NUMBER = new ComplaintNumber("20261120-CS-0001");
  private static final Ratings P0 = ratings("P0", "GENERAL");
  private static final Ratings P1 = ratings("P1", "GENERAL");
  private static final Ratings P2 = ratings("P2", "GENERAL");

  @Autowired
  Clocks clocks;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  PlatformTransactionManager transactions;

  @Test
  void explainsItself() {
    start(Clock.RESOLUTION, P1, "2026-11-20 09:12");
    pause("2026-11-20 11:00");
    resume("2026-11-20 14:00");
    assertThat(resolution().explanation())
        .isEqualTo("P1：自 2026-11-20 09:12 起 48 小时，因等待客户暂停 3 小时，到期 2026-11-22 12:12");
  }

  @Test
  void tellsThatTheNextYearIsNotPublishedYet() {
    start(Clock.RESOLUTION, P2, "2026-12-28 09:00");
    accept(P2, "2026-12-28 09:00");
    assertThat(resolution().explanation()).isEqualTo(
        "P2：自 2026-12-28 09:00 起 7 个工作日，到期 2027-01-06 18:00，目标 2026-12-31 18:00；"
            + "2027 年放假安排尚未公布，按周末推算");
    assertThat(start(Clock.RESPONSE, P1, "2026-12-31 23:00").explanation())
        .as("hours around the clock need no calendar")
        .isEqualTo("P1：自 2026-12-31 23:00 起 4 小时，到期 2027-01-01 03:00");
  }

  @Test
  void explainsEverythingThatHappened() {
    start(Clock.RESOLUTION, P2, "2026-11-20 10:00");
    accept(P2, "2026-11-20 11:00");
    pause("2026-11-23 11:00");
    assertThat(resolution().explanation()).isEqualTo(
        "P2：自 2026-11-20 10:00 起 7 个工作日，自 2026-11-23 11:00 起等待客户（最迟 2026-11-30 11:00 恢复计时），"
            + "最迟到期 2026-12-08 18:00，目标 2026-12-02 18:00");
    resume("2026-11-23 15:00");
    extend("2WD", "2026-11-24 10:00");
    clocks.markBreached(NUMBER, Clock.RESOLUTION, at("2026-12-04 11:30"));
    stop(Clock.RESOLUTION, "2026-12-04 15:00");
    assertThat(resolution().explanation()).isEqualTo(
        "P2：自 2026-11-20 10:00 起 7 个工作日，批准延期 2 个工作日，因等待客户暂停 2 个工作小时 30 分钟，"
            + "到期 2026-12-04 11:30，目标 2026-11-30 11:30；已超过期限 2026-12-04 11:30；已完成于 2026-12-04 15:00");
  }

  @Test
  void aStartedClockIsKeptAsItWasReturned() {
    var started = start(Clock.RESOLUTION, ratings("P0", "MAJOR"), "2026-11-23 20:00");
    assertThat(clocks.of(NUMBER)).containsExactly(started);
    assertThat(started.ruleId()).isEqualTo("P0-RESOLUTION");
    assertThat(started.source()).isEqualTo("[001]");
    assertThat(started.tableVersion()).isEqualTo("7");
    assertThat(started.dueAt()).isEqualTo(at("2026-11-24 20:00"));
    assertThat(started.status()).isEqualTo(Clock.Status.RUNNING);
  }

  @Test
  void theEarlierOfTwoDeadlinesHoldsAndIsNamed() {
    start(Clock.RESOLUTION, ratings("P0", "MAJOR"), "2026-11-23 20:00");
    var accepted = accept(ratings("P0", "MAJOR"), "2026-11-23 20:30").get(0);
    assertThat(accepted.ruleId()).isEqualTo("MAJOR-RESOLUTION");
    assertThat(accepted.source()).isEqualTo("[003]");
    assertThat(accepted.explanation()).isEqualTo("重大投诉：自 2026-11-23 20:30（受理）起 1 个工作日，到期 2026-11-24 18:00");
    assertThat(clocks.of(NUMBER)).containsExactly(accepted);
  }

  @Test
  void theSameDayRuleCountsFromAcceptance() {
    var minor = ratings("P2", "MINOR");
    assertThat(start(Clock.RESOLUTION, minor, "2026-11-20 17:30").ruleId())
        .as("until it is accepted the priority alone counts").isEqualTo("P2-RESOLUTION");
    assertThat(accept(minor, "2026-11-23 10:00").get(0).explanation())
        .isEqualTo("轻微投诉：自 2026-11-23 10:00（受理）起当日办结，到期 2026-11-23 18:00");
    clocks.accept(NUMBER, minor, "super1", at("2026-11-24 10:00"));
    assertThat(resolution().acceptedAt()).as("the first acceptance counts").isEqualTo(at("2026-11-23 10:00"));
  }

  @Test
  void aPauseBeforeAcceptanceGivesNoCreditToARuleThatCountsFromIt() {
    var minor = ratings("P2", "MINOR");
    start(Clock.RESOLUTION, minor, "2026-11-20 10:00");
    pause("2026-11-20 11:00");
    resume("2026-11-23 09:30");
    assertThat(accept(minor, "2026-11-23 10:00").get(0).dueAt()).isEqualTo(at("2026-11-23 18:00"));
  }

  @Test
  void ofAPauseOverAcceptanceOnlyTheRestGivesCredit() {
    var minor = ratings("P2", "MINOR");
    start(Clock.RESOLUTION, minor, "2026-11-20 10:00");
    pause("2026-11-20 11:00");
    accept(minor, "2026-11-20 15:00");
    assertThat(resume("2026-11-20 16:00").get(0).dueAt()).isEqualTo(at("2026-11-23 10:00"));
  }

  @Test
  void aRoundAfterAcceptanceCountsFromItsOwnStart() {
    var minor = ratings("P2", "MINOR");
    start(Clock.RESOLUTION, minor, "2026-11-20 10:00");
    accept(minor, "2026-11-20 11:00");
    stop(Clock.RESOLUTION, "2026-11-20 16:00");
    assertThat(start(Clock.RESOLUTION, minor, "2026-11-24 10:00").dueAt()).isEqualTo(at("2026-11-24 18:00"));
  }

  @Test
  void aClockWithOnlyAGoalIsNeverBreached() {
    var waiting = start("CUSTOMER_CONFIRMATION", P1, "2026-11-20 10:00");
    assertThat(waiting.goal()).isTrue();
    assertThat(waiting.dueAt()).isEqualTo(at("2026-11-25 18:00")).isEqualTo(waiting.goalDueAt());
    var late = at("2026-11-30 10:00");
    assertThat(clocks.markBreached(NUMBER, "CUSTOMER_CONFIRMATION", late)).isFalse();
    assertThat(clocks.markEscalated(NUMBER, "CUSTOMER_CONFIRMATION", late)).isFalse();
    assertThat(clocks.countOverdue(late, "CUSTOMER_CONFIRMATION")).isZero();
    assertThat(stop("CUSTOMER_CONFIRMATION", "2026-11-30 10:00").status()).isEqualTo(Clock.Status.MET);
  }

  @Test
  void instantsAreCutToMilliseconds() {
    var started = clocks.start(NUMBER, Clock.RESPONSE, P0, at("2026-11-20 10:00").plusNanos(1_999_999));
    assertThat(started.startedAt()).isEqualTo(at("2026-11-20 10:00").plusMillis(1));
    assertThat(clocks.of(NUMBER)).containsExactly(started);
  }

  @ParameterizedTest(name = "stopped at {0}: {1}")
  @CsvSource({
      "2026-11-20 11:00,        MET",
      "2026-11-20 12:00,        MET",
      "2026-11-20 12:00:00.001, MET_LATE"})
  void metUpToTheDeadlineItself(String when, Clock.Status status) {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    var stopped = stop(Clock.RESPONSE, when);
    assertThat(stopped.status()).isEqualTo(status);
    assertThat(stopped.stoppedAt()).isEqualTo(at(when));
    assertThat(stopped.breachedAt()).isEqualTo(status == Clock.Status.MET ? null : at("2026-11-20 12:00"));
  }

  @Test
  void aSecondStopChangesNothing() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    var stopped = stop(Clock.RESPONSE, "2026-11-20 11:00");
    assertThat(clocks.stop(NUMBER, Clock.RESPONSE, at("2026-11-20 13:00"))).isEmpty();
    assertThat(clocks.stop(NUMBER, Clock.RESOLUTION, at("2026-11-20 13:00"))).as("never started").isEmpty();
    assertThat(clocks.of(NUMBER)).containsExactly(stopped);
    assertThat(clocks.ledger(NUMBER)).hasSize(2);
  }

  @Test
  void cannotStopBeforeItsStart() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    assertThatThrownBy(() -> stop(Clock.RESPONSE, "2026-11-20 09:00")).isInstanceOf(ClockException.class);
  }

  @Test
  void aNewRoundLeavesEarlierOnesUntouched() {
    start(Clock.RESOLUTION, P1, "2026-11-20 10:00");
    assertThatThrownBy(() -> start(Clock.RESOLUTION, P1, "2026-11-20 11:00"))
        .isInstanceOf(ClockException.class).hasMessageContaining("RESOLUTION");
    var first = stop(Clock.RESOLUTION, "2026-11-21 10:00");
    var second = start(Clock.RESOLUTION, P1, "2026-11-25 10:00");
    assertThat(second.round()).isEqualTo(2);
    assertThat(second.dueAt()).isEqualTo(at("2026-11-27 10:00"));
    clocks.regrade(NUMBER, P0, "涉及人身安全", "super1", at("2026-11-25 11:00"));
    assertThat(clocks.of(NUMBER)).first().isEqualTo(first);
  }

  @Test
  void aStageWithoutATimeLimitIsRefused() {
    assertThatThrownBy(() -> start("OPINION", ratings("P2", "MINOR"), "2026-11-20 10:00"))
        .isInstanceOf(ClockException.class).hasMessageContaining("OPINION");
  }

  @ParameterizedTest(name = "{0} to {1}, {2}: due {3}")
  @CsvSource({
      "P2, P0, RESPONSE,   2026-11-20 12:00",
      "P2, P0, RESOLUTION, 2026-11-21 10:00",
      "P0, P2, RESPONSE,   2026-11-23 10:30",
      "P0, P2, RESOLUTION, 2026-12-01 18:00",
      "P1, P0, PLAN,       2026-11-20 12:00",
      "P0, P1, PLAN,       2026-11-23 18:00"})
  void regradingCountsFromTheOriginalStart(String from, String to, String kind, String due) {
    start(kind, ratings(from, "GENERAL"), "2026-11-20 10:00");
    var regraded = clocks.regrade(NUMBER, ratings(to, "GENERAL"), "核实后调整", "super1", at("2026-11-20 11:30"));
    assertThat(regraded).singleElement().satisfies(clock -> {
      assertThat(clock.dueAt()).isEqualTo(at(due));
      assertThat(clock.startedAt()).isEqualTo(at("2026-11-20 10:00"));
      assertThat(clock.ruleId()).isEqualTo(to + "-" + kind);
    });
    assertThat(clocks.of(NUMBER)).isEqualTo(regraded);
  }

  @ParameterizedTest(name = "{0} to {1} after a pause: due {2}")
  @CsvSource({
      "P2, P0, 2026-11-21 13:00",
      "P0, P2, 2026-12-02 10:30"})
  void regradingKeepsPauseCredit(String from, String to, String due) {
    start(Clock.RESOLUTION, ratings(from, "GENERAL"), "2026-11-20 10:00");
    pause("2026-11-20 11:00");
    resume("2026-11-20 14:00");
    clocks.regrade(NUMBER, ratings(to, "GENERAL"), "核实后调整", "super1", at("2026-11-20 15:00"));
    assertThat(resolution().dueAt()).isEqualTo(at(due));
    assertThat(resolution().pauses()).hasSize(1);
  }

  @Test
  void regradingKeepsExtensions() {
    start(Clock.RESOLUTION, P2, "2026-11-20 10:00");
    extend("PT6H", "2026-11-20 11:00");
    clocks.regrade(NUMBER, P0, "核实后调整", "super1", at("2026-11-20 15:00"));
    assertThat(resolution().dueAt()).isEqualTo(at("2026-11-21 16:00"));
  }

  @Test
  void aPastBreachStaysThroughRegradingAndStop() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    assertThat(clocks.markBreached(NUMBER, Clock.RESPONSE, at("2026-11-20 12:00"))).isTrue();
    var regraded = clocks.regrade(NUMBER, P2, "核实后调整", "super1", at("2026-11-20 13:00")).get(0);
    assertThat(regraded.dueAt()).isEqualTo(at("2026-11-23 10:30"));
    assertThat(regraded.breachedAt()).isEqualTo(at("2026-11-20 12:00"));
    var stopped = stop(Clock.RESPONSE, "2026-11-20 14:00");
    assertThat(stopped.status()).isEqualTo(Clock.Status.MET_LATE);
    assertThat(stopped.breachedAt()).isEqualTo(at("2026-11-20 12:00"));
  }

  @Test
  void aBreachWhoseTimerHasNotFiredYetStaysToo() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    start("PLAN", P0, "2026-11-20 10:00");
    clocks.extend(NUMBER, "PLAN", Amount.parse("1WD"), "等待质检报告", "manager1", at("2026-11-20 12:30"));
    clocks.regrade(NUMBER, P2, "核实后调整", "super1", at("2026-11-20 13:00"));
    assertThat(clocks.of(NUMBER)).extracting(Clock::breachedAt).containsOnly(at("2026-11-20 12:00"));
  }

  @Test
  void regradingIntoThePastIsABreachOnce() {
    start(Clock.RESPONSE, P2, "2026-11-20 10:00");
    clocks.regrade(NUMBER, P0, "涉及人身安全", "super1", at("2026-11-20 15:00"));
    assertThat(clocks.markWarned(NUMBER, Clock.RESPONSE, at("2026-11-20 15:00"))).isFalse();
    assertThat(clocks.markBreached(NUMBER, Clock.RESPONSE, at("2026-11-20 15:00"))).isTrue();
    assertThat(clocks.of(NUMBER).get(0).breachedAt()).isEqualTo(at("2026-11-20 12:00"));
    clocks.regrade(NUMBER, P1, "核实后调整", "super1", at("2026-11-20 15:30"));
    assertThat(clocks.markBreached(NUMBER, Clock.RESPONSE, at("2026-11-20 15:30")))
        .as("P1's deadline 14:00 is past as well: no second escalation").isFalse();
  }

  @Test
  void aTimeLimitThatTheNewGradeDoesNotHaveIsKept() {
    var before = start("OPINION", P2, "2026-11-20 10:00");
    clocks.regrade(NUMBER, ratings("P2", "MINOR"), "核实后调整", "super1", at("2026-11-20 11:00"));
    assertThat(clocks.of(NUMBER).get(0).dueAt()).isEqualTo(before.dueAt());
  }

  @Test
  void pausesWhatMayWaitForTheCustomer() {
    var response = start(Clock.RESPONSE, P1, "2026-11-23 09:00");
    start(Clock.RESOLUTION, P1, "2026-11-23 09:00");
    start("PLAN", P1, "2026-11-23 09:00");
    var paused = pause("2026-11-23 10:00");
    assertThat(paused).extracting(Clock::kind).containsExactly(Clock.RESOLUTION, "PLAN");
    assertThat(paused).allSatisfy(clock -> {
      assertThat(clock.status()).isEqualTo(Clock.Status.PAUSED);
      assertThat(clock.pauseLimitAt()).isEqualTo(at("2026-11-30 10:00"));
    });
    assertThat(clocks.of(NUMBER)).contains(response);
    assertThat(resume("2026-11-23 12:30")).extracting(Clock::dueAt)
        .containsExactly(at("2026-11-25 11:30"), at("2026-11-25 11:00"));
    assertThat(resume("2026-11-23 13:00")).as("nothing left to resume").isEmpty();
  }

  @Test
  void whilePausedNothingFiresBeforeThePauseMustEnd() {
    start(Clock.RESOLUTION, P0, "2026-11-23 09:00");
    var paused = pause("2026-11-23 10:00").get(0);
    assertThat(paused.dueAt()).as("24 h and the whole pause").isEqualTo(at("2026-12-01 09:00"));
    assertThat(clocks.markWarned(NUMBER, Clock.RESOLUTION, at("2026-11-24 03:00"))).isFalse();
    assertThat(clocks.markBreached(NUMBER, Clock.RESOLUTION, at("2026-11-24 09:00"))).isFalse();
    assertThat(clocks.markEscalated(NUMBER, Clock.RESOLUTION, at("2026-11-24 10:00"))).isFalse();
    assertThat(clocks.markBreached(NUMBER, Clock.RESOLUTION, at("2026-12-01 09:00")))
        .as("a lost resume does not hide the breach").isTrue();
  }

  @Test
  void aForgottenPauseEndsAtItsLimit() {
    start(Clock.RESOLUTION, P0, "2026-11-23 09:00");
    pause("2026-11-23 10:00");
    var resumed = resume("2026-12-01 08:00").get(0);
    assertThat(resumed.pauses()).containsExactly(new Pause(at("2026-11-23 10:00"), at("2026-11-30 10:00")));
    assertThat(resumed.dueAt()).isEqualTo(at("2026-12-01 09:00"));
    assertThatThrownBy(() -> pause("2026-12-01 08:30")).isInstanceOf(ClockException.class).hasMessageContaining("5 个工作日");
  }

  @Test
  void theLimitIsForTheWholeCase() {
    start(Clock.RESOLUTION, P2, "2026-11-23 09:00");
    start("PLAN", P2, "2026-11-23 09:00");
    pause("2026-11-23 09:00");
    assertThatThrownBy(() -> pause("2026-11-23 10:00")).isInstanceOf(ClockException.class);
    resume("2026-11-25 18:00");
    assertThat(pause("2026-11-26 09:00")).extracting(Clock::pauseLimitAt)
        .as("three of five days used, by two clocks at once").containsOnly(at("2026-11-27 18:00"));
  }

  @Test
  void aClockStartedDuringAPauseWaitsToo() {
    start(Clock.RESOLUTION, P2, "2026-11-23 09:00");
    pause("2026-11-23 10:00");
    var stage = start("EXECUTION", P2, "2026-11-24 09:00");
    assertThat(stage.status()).isEqualTo(Clock.Status.PAUSED);
    assertThat(stage.pauseLimitAt()).isEqualTo(at("2026-11-30 10:00"));
    assertThat(start(Clock.RESPONSE, P2, "2026-11-24 09:00").status()).isEqualTo(Clock.Status.RUNNING);
    resume("2026-11-24 12:00");
    assertThat(clocks.of(NUMBER).get(1).dueAt()).isEqualTo(at("2026-11-27 12:00"));
  }

  @Test
  void withoutALimitInTheTableNothingIsPaused() {
    clocks.start(NUMBER, Clock.RESOLUTION, P2, at("2026-11-20 10:00"));
    assertThatThrownBy(() -> clocks.pause(NUMBER, P2, "等待客户", "agent1", at("2026-11-20 11:00")))
        .isInstanceOf(ClockException.class).hasMessageContaining("没有规定暂停的上限");
  }

  @Test
  void whatIsOverdueCannotBePaused() {
    start(Clock.RESOLUTION, P0, "2026-11-20 10:00");
    assertThatThrownBy(() -> pause("2026-11-21 10:00")).isInstanceOf(ClockException.class)
        .hasMessageContaining("没有可以暂停的时限");
  }

  @Test
  void stoppingAPausedClockEndsItsPause() {
    start(Clock.RESOLUTION, P0, "2026-11-20 10:00");
    pause("2026-11-20 11:00");
    var stopped = stop(Clock.RESOLUTION, "2026-11-21 12:00");
    assertThat(stopped.status()).isEqualTo(Clock.Status.MET);
    assertThat(stopped.dueAt()).isEqualTo(at("2026-11-22 11:00"));
    assertThat(stopped.pausedAt()).isNull();
  }

  @Test
  void anExtensionMovesTheDeadlineButNotAMissedOne() {
    start(Clock.RESOLUTION, P1, "2026-11-20 09:12");
    assertThat(clocks.markBreached(NUMBER, Clock.RESOLUTION, at("2026-11-22 09:12"))).isTrue();
    var extended = extend("2WD", "2026-11-22 10:00");
    assertThat(extended.dueAt()).isEqualTo(at("2026-11-24 18:00"));
    assertThat(extended.breachedAt()).isEqualTo(at("2026-11-22 09:12"));
    assertThat(clocks.markBreached(NUMBER, Clock.RESOLUTION, at("2026-11-24 17:59"))).isFalse();
    assertThat(clocks.markBreached(NUMBER, Clock.RESOLUTION, at("2026-11-24 18:00")))
        .as("the extended deadline escalates anew").isTrue();
    assertThat(resolution().breachedAt()).isEqualTo(at("2026-11-22 09:12"));
  }

  @Test
  void aDeadlineMovedAheadWarnsAndEscalatesAnew() {
    start(Clock.RESOLUTION, P0, "2026-11-20 10:00");
    assertThat(clocks.markWarned(NUMBER, Clock.RESOLUTION, at("2026-11-21 04:00"))).isTrue();
    assertThat(clocks.markEscalated(NUMBER, Clock.RESOLUTION, at("2026-11-21 11:00"))).isTrue();
    assertThat(extend("PT24H", "2026-11-21 12:00").warnAt()).isEqualTo(at("2026-11-21 22:00"));
    assertThat(clocks.markWarned(NUMBER, Clock.RESOLUTION, at("2026-11-21 22:00"))).isTrue();
    assertThat(clocks.markEscalated(NUMBER, Clock.RESOLUTION, at("2026-11-22 11:00"))).isTrue();
  }

  @Test
  void aGradeThatMayNotPauseResumesAndKeepsTheCredit() {
    start("PLAN", P1, "2026-11-20 10:00");
    pause("2026-11-20 10:30");
    var regraded = clocks.regrade(NUMBER, P0, "涉及人身安全", "super1", at("2026-11-20 11:30")).get(0);
    assertThat(regraded.status()).isEqualTo(Clock.Status.RUNNING);
    assertThat(regraded.dueAt()).isEqualTo(at("2026-11-20 13:00"));
  }

  @Test
  void anExtensionNeedsARunningClockAnAmountAndAReason() {
    assertThatThrownBy(() -> extend("1WD", "2026-11-20 10:00")).isInstanceOf(ClockException.class);
    start(Clock.RESOLUTION, P1, "2026-11-20 09:12");
    assertThatIllegalArgumentException().isThrownBy(() -> extend("SAME_DAY", "2026-11-20 10:00"));
    assertThatThrownBy(() -> clocks.extend(NUMBER, Clock.RESOLUTION, Amount.parse("1WD"), " ", "manager1",
        at("2026-11-20 10:00"))).isInstanceOf(ClockException.class).hasMessageContaining("原因");
  }

  @Test
  void eachMarkIsGivenOnceAndNotAMillisecondEarly() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    assertOnce("2026-11-20 11:00", at -> clocks.markWarned(NUMBER, Clock.RESPONSE, at));
    assertOnce("2026-11-20 12:00", at -> clocks.markBreached(NUMBER, Clock.RESPONSE, at));
    assertOnce("2026-11-20 13:00", at -> clocks.markEscalated(NUMBER, Clock.RESPONSE, at));
    assertThat(clocks.of(NUMBER)).singleElement().satisfies(clock -> {
      assertThat(clock.warnedAt()).isEqualTo(at("2026-11-20 11:00"));
      assertThat(clock.breachedAt()).isEqualTo(at("2026-11-20 12:00"));
      assertThat(clock.escalatedAt()).isEqualTo(at("2026-11-20 13:00"));
    });
  }

  @Test
  void noMarkForAStoppedClock() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    stop(Clock.RESPONSE, "2026-11-20 10:30");
    var late = at("2026-11-21 10:00");
    assertThat(clocks.markWarned(NUMBER, Clock.RESPONSE, late)).isFalse();
    assertThat(clocks.markBreached(NUMBER, Clock.RESPONSE, late)).isFalse();
    assertThat(clocks.markEscalated(NUMBER, Clock.RESPONSE, late)).isFalse();
  }

  @Test
  void afterDowntimeTheBreachSpeaksForTheWarning() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    assertThat(clocks.markWarned(NUMBER, Clock.RESPONSE, at("2026-11-20 12:00"))).isFalse();
    assertThat(clocks.markBreached(NUMBER, Clock.RESPONSE, at("2026-11-20 12:00"))).isTrue();
  }

  @Test
  void aGoalIsShownAndNeverBreached() {
    start(Clock.RESOLUTION, P2, "2026-11-20 10:00");
    var started = accept(P2, "2026-11-20 10:00").get(0);
    assertThat(started.goalDueAt()).isEqualTo(at("2026-11-25 18:00"));
    assertThat(clocks.markBreached(NUMBER, Clock.RESOLUTION, started.goalDueAt())).isFalse();
    assertThat(stop(Clock.RESOLUTION, "2026-11-27 10:00").status()).isEqualTo(Clock.Status.MET);
  }

  @Test
  void cancellingLeavesNothingOpen() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    start(Clock.RESOLUTION, P0, "2026-11-20 10:00");
    pause("2026-11-20 11:00");
    assertThat(clocks.cancelAll(NUMBER, "客户撤诉", "agent1", at("2026-11-20 13:00"))).hasSize(2);
    assertThat(clocks.of(NUMBER)).allSatisfy(clock -> {
      assertThat(clock.status()).isEqualTo(Clock.Status.CANCELLED);
      assertThat(clock.isOpen()).isFalse();
    }).extracting(Clock::breachedAt).as("the response was missed before").containsExactly(at("2026-11-20 12:00"), null);
    assertThat(clocks.cancelAll(NUMBER, "客户撤诉", "agent1", at("2026-11-20 14:00"))).isEmpty();
  }

  @Test
  void theLedgerTellsBeforeAndAfterWhyWhoAndWhen() {
    start(Clock.RESOLUTION, P2, "2026-11-20 10:00");
    clocks.regrade(NUMBER, P0, "涉及人身安全", "super1", at("2026-11-20 11:00"));
    pause("2026-11-20 12:00");
    resume("2026-11-20 13:00");
    extend("PT5H", "2026-11-20 14:00");
    clocks.markWarned(NUMBER, Clock.RESOLUTION, at("2026-11-21 10:00"));
    stop(Clock.RESOLUTION, "2026-11-21 11:00");
    var ledger = clocks.ledger(NUMBER);
    assertThat(ledger).extracting(LedgerEntry::change).containsExactly(LedgerEntry.Change.STARTED,
        LedgerEntry.Change.REGRADED, LedgerEntry.Change.PAUSED, LedgerEntry.Change.RESUMED, LedgerEntry.Change.EXTENDED,
        LedgerEntry.Change.WARNED, LedgerEntry.Change.STOPPED);
    assertThat(ledger.get(0).dueBefore()).isNull();
    var regraded = ledger.get(1);
    assertThat(regraded.dueBefore()).isEqualTo(at("2026-12-01 18:00"));
    assertThat(regraded.dueAfter()).isEqualTo(at("2026-11-21 10:00"));
    assertThat(regraded.ruleBefore()).isEqualTo("P2-RESOLUTION");
    assertThat(regraded.ruleAfter()).isEqualTo("P0-RESOLUTION");
    assertThat(regraded.reason()).isEqualTo("涉及人身安全");
    assertThat(regraded.actor()).isEqualTo("super1");
    assertThat(regraded.at()).isEqualTo(at("2026-11-20 11:00"));
    assertThat(regraded.escalateBefore()).isEqualTo(at("2026-12-02 18:00"));
    assertThat(regraded.escalateAfter()).isEqualTo(at("2026-11-21 11:00"));
    var extended = ledger.get(4);
    assertThat(extended.dueBefore()).isEqualTo(at("2026-11-21 11:00"));
    assertThat(extended.dueAfter()).isEqualTo(at("2026-11-21 16:00"));
    assertThat(extended.warnAfter()).isEqualTo(at("2026-11-21 08:45"));
    assertThat(extended.actor()).isEqualTo("manager1");
  }

  @Test
  void listsWhatIsOverdueLongestFirst() {
    var other = new ComplaintNumber("20261120-CS-0002");
    start(Clock.RESOLUTION, P0, "2026-11-20 10:00");
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    clocks.start(other, Clock.RESPONSE, P0, at("2026-11-20 09:00"));
    clocks.start(other, Clock.RESOLUTION, P0, at("2026-11-20 09:00"));
    clocks.stop(other, Clock.RESOLUTION, at("2026-11-20 20:00"));
    var now = at("2026-11-20 12:30");
    assertThat(clocks.overdue(now, null, 0, 10)).extracting(o -> o.clock().number(), OverdueClock::overdueBy)
        .containsExactly(tuple(other, Duration.ofMinutes(90)),
            tuple(NUMBER, Duration.ofMinutes(30)));
    assertThat(clocks.overdue(now, null, 1, 10)).hasSize(1);
    assertThat(clocks.countOverdue(now, null)).isEqualTo(2);
    var nextDay = at("2026-11-21 11:00");
    assertThat(clocks.overdue(nextDay, Clock.RESOLUTION, 0, 10)).extracting(o -> o.clock().number())
        .as("the other one is stopped").containsExactly(NUMBER);
    assertThat(clocks.countOverdue(nextDay, Clock.RESOLUTION)).isEqualTo(1);
  }

  @Test
  @Transactional(propagation = Propagation.NOT_SUPPORTED)
  void writesDemandTheCallersTransaction() {
    assertThatThrownBy(() -> start(Clock.RESPONSE, P0, "2026-11-20 10:00"))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  @Transactional(propagation = Propagation.NOT_SUPPORTED)
  void twoStartsAtOnceGiveOneClock() throws Exception {
    var number = new ComplaintNumber("20261120-RACE-0001");
    var barrier = new CyclicBarrier(2);
    Callable<Boolean> start = () -> new TransactionTemplate(transactions).execute(tx -> {
      try {
        clocks.of(number);
        barrier.await();
        clocks.start(number, Clock.RESPONSE, P0, at("2026-11-20 10:00"));
        return true;
      } catch (DuplicateKeyException | ClockException e) {
        tx.setRollbackOnly();
        return false;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    var pool = Executors.newFixedThreadPool(2);
    var first = pool.submit(start);
    var second = pool.submit(start);
    pool.shutdown();
    assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(true, false);
    assertThat(clocks.of(number)).hasSize(1);
    assertThat(clocks.ledger(number)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "update sla_ledger set reason = 'x'          | append-only",
      "delete from sla_ledger                      | append-only",
      "truncate sla_ledger                         | append-only",
      "truncate sla_clock cascade                  | append-only",
      "delete from sla_clock                       | foreign key",
      "update sla_clock set breached_at = null, status = 'MET', stopped_at = now() | a breach is a fact",
      "update sla_clock set started_at = now()     | its start is a fact"})
  void theDatabaseKeepsTheFacts(String sql, String complaint) {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    clocks.markBreached(NUMBER, Clock.RESPONSE, at("2026-11-20 12:00"));
    assertThatThrownBy(() -> jdbc.sql(sql).update()).hasStackTraceContaining(complaint);
  }

  @Test
  void aStoppedClockDoesNotChange() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    stop(Clock.RESPONSE, "2026-11-20 11:00");
    assertThatThrownBy(() -> jdbc.sql("update sla_clock set due_at = now()").update())
        .hasStackTraceContaining("a stopped clock does not change");
  }

  @Test
  void withoutItsTriggerTheLedgerWouldChange() {
    start(Clock.RESPONSE, P0, "2026-11-20 10:00");
    jdbc.sql("alter table sla_ledger disable trigger sla_ledger_append_only").update();
    assertThat(jdbc.sql("update sla_ledger set reason = 'x' where complaint = :number")
        .param("number", NUMBER.value()).update()).isEqualTo(1);
    assertThat(jdbc.sql("delete from sla_ledger where complaint = :number")
        .param("number", NUMBER.value()).update()).isEqualTo(1);
  }

  private Clock start(String kind, Ratings ratings, String when) {
    return clocks.start(NUMBER, kind, ratings, at(when));
  }

  private Clock stop(String kind, String when) {
    return clocks.stop(NUMBER, kind, at(when)).orElseThrow();
  }

  private List<Clock> accept(Ratings ratings, String when) {
    return clocks.accept(NUMBER, ratings, "super1", at(when));
  }

  private List<Clock> pause(String when) {
    return clocks.pause(NUMBER, P1, "等待客户提供照片", "agent1", at(when));
  }

  private List<Clock> resume(String when) {
    return clocks.resume(NUMBER, "agent1", at(when));
  }

  private Clock extend(String by, String when) {
    return clocks.extend(NUMBER, Clock.RESOLUTION, Amount.parse(by), "已先行发出临时处理措施", "manager1", at(when));
  }

  private Clock resolution() {
    return clocks.of(NUMBER).stream().filter(c -> c.kind().equals(Clock.RESOLUTION)).findFirst().orElseThrow();
  }

  private interface Mark {
    boolean at(Instant at);
  }

  private static void assertOnce(String when, Mark mark) {
    assertThat(mark.at(at(when).minusMillis(1))).isFalse();
    assertThat(mark.at(at(when))).isTrue();
    assertThat(mark.at(at(when).plusMillis(1))).isFalse();
  }
}
