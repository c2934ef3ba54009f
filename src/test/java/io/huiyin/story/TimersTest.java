package io.huiyin.story;

import static io.huiyin.complaint.Priority.P0;
import static io.huiyin.complaint.Priority.P1;
import static io.huiyin.complaint.Priority.P2;
import static io.huiyin.sla.Clock.RESOLUTION;
import static io.huiyin.sla.Clock.RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.VirtualClock;
import io.huiyin.complaint.Priority;
import io.huiyin.sla.LedgerEntry.Change;
import io.huiyin.story.Story.Told;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The engine's timers fire at the deadline and not a second before, whatever lies between. All instants are written
 * out (Asia/Shanghai, business hours 09:00-12:00 and 13:30-18:00), none is computed by the code under test.
 *
 * <p>2026: 25 to 27 September and 1 to 7 October are off, Sunday 20 September and Saturday 10 October are worked.
 */
@HuiyinTest
class TimersTest {

  private static final AtomicInteger CUSTOMERS = new AtomicInteger();

  @Autowired
  Story story;
  @Autowired
  VirtualClock clock;
  @Autowired
  JdbcClient jdbc;

  static Stream<Deadline> deadlines() {
    return Stream.of(
        // P0: two hours, around the clock
        the(P0, RESPONSE).of("2026-09-15T10:00").isDue("2026-09-15T12:00").escalatesAgain("2026-09-15T13:00"),
        the(P0, RESPONSE).over("a weekend night").of("2026-09-11T23:30").isDue("2026-09-12T01:30").escalatesAgain("2026-09-12T02:30"),
        the(P0, RESPONSE).over("the holiday and a month end").of("2026-09-30T23:00").isDue("2026-10-01T01:00").escalatesAgain("2026-10-01T02:00"),
        // P1: four hours, around the clock
        the(P1, RESPONSE).of("2026-09-15T10:00").isDue("2026-09-15T14:00").escalatesAgain("2026-09-15T18:00"),
        the(P1, RESPONSE).over("a weekend").of("2026-09-12T22:00").isDue("2026-09-13T02:00").escalatesAgain("2026-09-13T06:00"),
        the(P1, RESPONSE).over("the holiday").of("2026-10-03T11:00").isDue("2026-10-03T15:00").escalatesAgain("2026-10-03T19:00"),
        the(P1, RESPONSE).over("a month end").of("2026-10-31T21:00").isDue("2026-11-01T01:00").escalatesAgain("2026-11-01T05:00"),
        // P2: eight business hours; the second escalation at the close of the next working day
        the(P2, RESPONSE).over("a lunch break and a night").of("2026-09-15T10:00").isDue("2026-09-16T10:30").escalatesAgain("2026-09-17T18:00"),
        the(P2, RESPONSE).over("a weekend").of("2026-09-11T16:00").isDue("2026-09-14T16:30").escalatesAgain("2026-09-15T18:00"),
        the(P2, RESPONSE).over("a make-up Sunday").of("2026-09-19T10:00").isDue("2026-09-21T09:30").escalatesAgain("2026-09-22T18:00"),
        the(P2, RESPONSE).over("the holiday").of("2026-09-30T16:00").isDue("2026-10-08T16:30").escalatesAgain("2026-10-09T18:00"),
        the(P2, RESPONSE).over("a make-up Saturday").of("2026-10-09T17:00").isDue("2026-10-10T17:30").escalatesAgain("2026-10-12T18:00"),
        the(P2, RESPONSE).over("a month end").of("2026-06-30T17:00").isDue("2026-07-01T17:30").escalatesAgain("2026-07-02T18:00"),

        // P0: 24 hours, around the clock
        the(P0, RESOLUTION).of("2026-09-15T10:00").isDue("2026-09-16T10:00").escalatesAgain("2026-09-16T11:00"),
        the(P0, RESOLUTION).over("a weekend").of("2026-09-11T20:00").isDue("2026-09-12T20:00").escalatesAgain("2026-09-12T21:00"),
        the(P0, RESOLUTION).over("the holiday").of("2026-09-30T18:00").isDue("2026-10-01T18:00").escalatesAgain("2026-10-01T19:00"),
        the(P0, RESOLUTION).over("a month end").of("2026-08-31T09:00").isDue("2026-09-01T09:00").escalatesAgain("2026-09-01T10:00"),
        // P1: 48 hours, around the clock
        the(P1, RESOLUTION).of("2026-09-15T10:00").isDue("2026-09-17T10:00").escalatesAgain("2026-09-17T14:00"),
        the(P1, RESOLUTION).over("a weekend").of("2026-09-11T15:00").isDue("2026-09-13T15:00").escalatesAgain("2026-09-13T19:00"),
        the(P1, RESOLUTION).over("the holiday").of("2026-10-03T12:00").isDue("2026-10-05T12:00").escalatesAgain("2026-10-05T16:00"),
        the(P1, RESOLUTION).over("a month end").of("2026-02-27T08:00").isDue("2026-03-01T08:00").escalatesAgain("2026-03-01T12:00"),
        // P2: seven working days, to the close of business
        the(P2, RESOLUTION).over("a weekend").of("2026-09-01T10:00").isDue("2026-09-10T18:00").escalatesAgain("2026-09-11T18:00"),
        the(P2, RESOLUTION).over("a make-up Sunday").of("2026-09-16T10:00").isDue("2026-09-24T18:00").escalatesAgain("2026-09-28T18:00"),
        the(P2, RESOLUTION).over("the holiday and a make-up Saturday").of("2026-09-28T10:00").isDue("2026-10-13T18:00").escalatesAgain("2026-10-14T18:00"),
        the(P2, RESOLUTION).over("a month end").of("2026-11-26T10:00").isDue("2026-12-07T18:00").escalatesAgain("2026-12-08T18:00"),
        the(P2, RESOLUTION).over("acceptance as GENERAL, whose three days are only a goal").of("2026-09-01T10:00")
            .then("2026-09-01T11:00", accepted()).isDue("2026-09-10T18:00").escalatesAgain("2026-09-11T18:00"),

        // waiting for the customer, counted in the clock's own way
        the(P0, RESOLUTION).over("a pause of three hours").of("2026-09-15T10:00")
            .then("2026-09-15T12:00", paused()).then("2026-09-15T15:00", resumed())
            .isDue("2026-09-16T13:00").escalatesAgain("2026-09-16T14:00"),
        the(P1, RESOLUTION).over("a pause from Friday to Saturday").of("2026-09-11T15:00")
            .then("2026-09-11T17:00", paused()).then("2026-09-12T11:00", resumed())
            .isDue("2026-09-14T09:00").escalatesAgain("2026-09-14T13:00"),
        the(P1, RESOLUTION).over("a pause that nobody ends, up to its limit of five working days").of("2026-09-15T09:00")
            .then("2026-09-15T10:00", paused())
            .isDue("2026-09-23T09:00").escalatesAgain("2026-09-23T13:00"),
        the(P1, RESOLUTION).over("a pause after the warning").of("2026-09-15T10:00")
            .then("2026-09-16T23:00", paused()).then("2026-09-17T01:00", resumed())
            .isDue("2026-09-17T12:00").escalatesAgain("2026-09-17T16:00"),
        the(P2, RESOLUTION).over("the holiday and a pause of one working day").of("2026-09-28T10:00")
            .then("2026-09-29T09:00", paused()).then("2026-09-30T09:00", resumed())
            .isDue("2026-10-14T18:00").escalatesAgain("2026-10-15T18:00"),

        // extensions, once approved
        the(P0, RESOLUTION).over("an extension").of("2026-09-15T10:00")
            .then("2026-09-15T11:00", extended(RESOLUTION, "PT8H")).isDue("2026-09-16T18:00").escalatesAgain("2026-09-16T19:00"),
        the(P1, RESOLUTION).over("an extension after the warning").of("2026-09-15T10:00")
            .then("2026-09-17T09:00", extended(RESOLUTION, "PT24H")).isDue("2026-09-18T10:00").escalatesAgain("2026-09-18T14:00"),
        the(P2, RESOLUTION).over("the holiday and an extension").of("2026-09-28T10:00")
            .then("2026-09-29T10:00", extended(RESOLUTION, "2WD")).isDue("2026-10-15T18:00").escalatesAgain("2026-10-16T18:00"),

        // re-grading counts from registration
        the(P2, RESPONSE).over("a re-grade to P0").of("2026-09-15T10:00")
            .then("2026-09-15T10:30", regraded("P0")).isDue("2026-09-15T12:00").escalatesAgain("2026-09-15T13:00"),
        the(P2, RESOLUTION).over("a re-grade to P0").of("2026-09-15T10:00")
            .then("2026-09-15T10:30", regraded("P0")).isDue("2026-09-16T10:00").escalatesAgain("2026-09-16T11:00"),
        the(P0, RESPONSE).over("a re-grade to P2").of("2026-09-15T10:00")
            .then("2026-09-15T10:30", regraded("P2")).isDue("2026-09-16T10:30").escalatesAgain("2026-09-17T18:00"),
        the(P0, RESPONSE).over("a re-grade to P2 after the warning").of("2026-09-15T10:00")
            .then("2026-09-15T11:30", regraded("P2")).isDue("2026-09-16T10:30").escalatesAgain("2026-09-17T18:00"),
        the(P0, RESOLUTION).over("a re-grade to P2").of("2026-09-15T10:00")
            .then("2026-09-15T10:30", regraded("P2")).isDue("2026-09-23T18:00").escalatesAgain("2026-09-24T18:00"),
        the(P2, RESOLUTION).over("a pause and a re-grade to P0, which keeps the pause").of("2026-09-15T10:00")
            .then("2026-09-15T11:00", paused()).then("2026-09-15T14:00", resumed()).then("2026-09-15T15:00", regraded("P0"))
            .isDue("2026-09-16T13:00").escalatesAgain("2026-09-16T14:00"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deadlines")
  void firesAtItsInstantAndNotASecondBefore(Deadline expected) {
    var due = story.instant(expected.due);
    var complaint = registered(expected.priority, expected.registered);
    expected.steps.forEach(step -> {
      story.at(step.at);
      step.happens.accept(complaint);
    });
    story.at(due.minusSeconds(1));
    assertThat(complaint.clock(expected.kind).dueAt()).isEqualTo(due);
    assertThat(complaint.clock(expected.kind).breachedAt()).isNull();
    assertThat(escalations(complaint, "superviseOverdue", expected.kind)).isZero();
    story.at(due);
    assertThat(complaint.clock(expected.kind).breachedAt()).isEqualTo(due);
    assertThat(escalations(complaint, "superviseOverdue", expected.kind)).isOne();
    assertThat(marks(complaint, expected.kind, Change.BREACHED)).isOne();

    var again = story.instant(expected.escalated);
    story.at(again.minusSeconds(1));
    assertThat(escalations(complaint, "decideOverdue", expected.kind)).isZero();
    story.at(again);
    assertThat(escalations(complaint, "decideOverdue", expected.kind)).isOne();
    assertThat(escalations(complaint, "superviseOverdue", expected.kind)).isOne();
    assertThat(marks(complaint, expected.kind, Change.ESCALATED)).isOne();
  }

  @Test
  void aRegradeToADeadlineThatHasPassedBreachesAtOnce() {
    var complaint = registered(P2, "2026-09-15T10:00");
    story.at("2026-09-15T14:00");
    regraded("P0").accept(complaint);
    story.meanwhile();
    assertThat(complaint.clock(RESPONSE).breachedAt()).isEqualTo(story.instant("2026-09-15T12:00"));
    assertThat(escalations(complaint, "superviseOverdue", RESPONSE)).isOne();
    assertThat(escalations(complaint, "superviseOverdue", RESOLUTION)).isZero();
  }

  @Test
  void aBreachStaysWhateverTheCaseIsGradedLater() {
    var complaint = registered(P0, "2026-09-15T10:00");
    story.at("2026-09-15T12:30");
    regraded("P2").accept(complaint);
    story.at("2026-09-16T09:00");
    assertThat(complaint.clock(RESPONSE).dueAt()).isEqualTo(story.instant("2026-09-16T10:30"));
    assertThat(complaint.clock(RESPONSE).breachedAt()).isEqualTo(story.instant("2026-09-15T12:00"));
    assertThat(escalations(complaint, "superviseOverdue", RESPONSE)).isOne();
  }

  @Test
  void afterADayOfDowntimeEachEscalationHappensOnceInOrderOfItsDeadline() {
    var urgent = registered(P0, "2026-09-15T10:00");
    story.at("2026-09-15T10:30");
    var important = register(P1);
    story.at("2026-09-15T11:30");

    var upAgain = story.instant("2026-09-16T11:30");
    clock.hold(upAgain); // nothing fires: the application was down
    assertThat(urgent.clock(RESPONSE).breachedAt()).isNull();
    story.meanwhile();

    var expected = List.of(
        urgent.number + " RESPONSE BREACHED 12:00", urgent.number + " RESPONSE ESCALATED 13:00",
        important.number + " RESPONSE BREACHED 14:30", important.number + " ACCEPTANCE ESCALATED 15:30",
        important.number + " RESPONSE ESCALATED 18:30",
        urgent.number + " RESOLUTION BREACHED 10:00", urgent.number + " RESOLUTION ESCALATED 11:00");
    assertThat(happened(upAgain, urgent, important)).isEqualTo(expected);
    assertThat(escalations(urgent, "superviseOverdue", RESPONSE)).isOne();
    assertThat(escalations(urgent, "superviseOverdue", RESOLUTION)).isOne();
    assertThat(escalations(important, "superviseOverdue", RESPONSE)).isOne();
    assertThat(tellingTheManager("首次响应", "办结")).as("one mail for each breach").hasSize(3);
    assertThat(tellingTheManager("受理定级")).as("told before the downtime").hasSize(2);

    story.after(Duration.ofMinutes(10));
    assertThat(happened(upAgain, urgent, important)).isEqualTo(expected);
    assertThat(tellingTheManager("首次响应", "办结", "受理定级")).hasSize(5);
  }

  @Test
  void afterADayOfDowntimeAMovedDeadlineTakesItsTurn() {
    var extended = registered(P1, "2026-09-15T10:00");
    story.at("2026-09-17T09:00");
    extended(RESOLUTION, "PT24H").accept(extended); // due on Friday 10:00; its new warning is on Thursday 16:00
    story.at("2026-09-17T09:30");
    var urgent = register(P0);

    clock.hold(story.instant("2026-09-18T11:00"));
    story.meanwhile();

    assertThat(happened(story.instant("2026-09-18T11:00"), extended, urgent)).filteredOn(line -> line.contains("RESOLUTION"))
        .containsExactly(urgent.number + " RESOLUTION BREACHED 09:30", extended.number + " RESOLUTION BREACHED 10:00",
            urgent.number + " RESOLUTION ESCALATED 10:30");
    assertThat(marks(extended, RESOLUTION, Change.WARNED)).as("the second one would have come too late").isOne();
    assertThat(escalations(extended, "superviseOverdue", RESOLUTION)).isOne();
  }

  private Told registered(Priority priority, String at) {
    story.begins(at);
    return register(priority);
  }

  /** Always a new customer: a known one would be graded P1. */
  private Told register(Priority priority) {
    var complaint = story.aComplaint().without("customerEmail")
        .with("customerPhone", "1350000" + (1000 + CUSTOMERS.incrementAndGet()))
        .with("basicUseLost", priority == P0)
        .with("category", priority == P1 ? "SYSTEM_FAULT" : "LOGISTICS").isRegistered();
    assertThat(complaint.complaint().ratings().priority()).isEqualTo(priority);
    return complaint;
  }

  private long escalations(Told complaint, String task, String clockKind) {
    return story.tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_" + task).processVariableValueEquals("clock", clockKind).count();
  }

  private long marks(Told complaint, String kind, Change change) {
    return story.clocks.ledger(complaint.number).stream()
        .filter(entry -> entry.kind().equals(kind) && entry.change() == change).count();
  }

  /** What the ledger says of breaches and second escalations after the downtime, in the order in which it was written. */
  private List<String> happened(Instant upAgain, Told... complaints) {
    var numbers = Stream.of(complaints).map(complaint -> complaint.number.value()).toList();
    return jdbc.sql("""
            select complaint || ' ' || kind || ' ' || change || ' ' || to_char((case change when 'BREACHED' then due_after
              else escalate_after end) at time zone 'Asia/Shanghai', 'HH24:MI')
            from sla_ledger where complaint in (:numbers) and change in ('BREACHED', 'ESCALATED')
              and at >= :upAgain order by id""")
        .param("numbers", numbers).param("upAgain", Timestamp.from(upAgain)).query(String.class).list();
  }

  private List<String> tellingTheManager(String... clocks) {
    return Stream.of(story.mail().getReceivedMessages()).filter(mail -> recipient(mail).equals("manager1@huiyin.example"))
        .map(TimersTest::subject).filter(subject -> Stream.of(clocks).anyMatch(name -> subject.contains(name + "已超时"))).toList();
  }

  private static String recipient(MimeMessage mail) {
    try {
      return mail.getAllRecipients()[0].toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String subject(MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Consumer<Told> accepted() {
    return complaint -> complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");
  }

  static Consumer<Told> paused() {
    return complaint -> complaint.happens("agent1", "ClockPaused", "reason", "等客户寄回照片");
  }

  static Consumer<Told> resumed() {
    return complaint -> complaint.happens("agent1", "ClockResumed");
  }

  static Consumer<Told> extended(String kind, String by) {
    return complaint -> complaint
        .happens("agent1", "ExtensionRequested", "clock", kind, "extendBy", by, "interimMeasures", "先行发放备用件", "reason", "配件缺货")
        .does("super1", "approveExtension", "extensionDecision", "APPROVED", "extensionComment", "同意，请盯紧");
  }

  static Consumer<Told> regraded(String priority) {
    return complaint -> complaint.happens("super1", "ComplaintRegraded", "priority", priority, "reason", "情况有变");
  }

  static Deadline the(Priority priority, String kind) {
    return new Deadline(priority, kind);
  }

  /** One line of the table. */
  static class Deadline {

    record Step(String at, Consumer<Told> happens) {
    }

    final Priority priority;
    final String kind;
    String between = "an ordinary day";
    String registered;
    final List<Step> steps = new ArrayList<>();
    String due;
    String escalated;

    Deadline(Priority priority, String kind) {
      this.priority = priority;
      this.kind = kind;
    }

    Deadline over(String what) {
      between = what;
      return this;
    }

    Deadline of(String registeredAt) {
      registered = registeredAt;
      return this;
    }

    Deadline then(String at, Consumer<Told> happens) {
      steps.add(new Step(at, happens));
      return this;
    }

    Deadline isDue(String at) {
      due = at;
      return this;
    }

    Deadline escalatesAgain(String at) {
      escalated = at;
      return this;
    }

    @Override
    public String toString() {
      return "%s %s over %s: %s is due %s".formatted(priority, kind, between, registered, due);
    }
  }
}
