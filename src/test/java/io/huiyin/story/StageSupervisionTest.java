package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.sla.ClockNames;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.notification.NoticeView;
import io.huiyin.story.Story.Told;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every stage is watched over: its holders are warned, the missed deadline is told to the first group that the table
 * {@code sla-policy} names, and after the grace period to the second, if it names one. Nobody escalates to himself. [001]
 */
@HuiyinTest
class StageSupervisionTest {

  private static final Map<String, String> MEMBERS = Map.of("cs-manager", "manager1", "board-office", "board1",
      "general-manager", "gm1");

  @Autowired
  Story story;

  static Stream<Stage> stages() {
    return Stream.of(
        new Stage("ACCEPTANCE", "acceptAndClassify", "cs-manager", "board-office", Told::isContacted),
        new Stage("RESPONSE", "firstContact", "cs-manager", "board-office", Told::isAccepted),
        new Stage("RESULT_NOTICE", "explain", "cs-manager", "board-office",
            told -> told.isContacted().does("super1", "acceptAndClassify", "acceptance", "EXPLAINED")),
        new Stage("RESULT_NOTICE", "settleDirectly", "cs-manager", "board-office",
            told -> minor(told.isContacted())),
        new Stage("OPINION", "writeOpinion", "cs-manager", "board-office", StageSupervisionTest::project),
        new Stage("UNIT_CONFIRMATION", "confirmOpinion", "cs-manager", "board-office",
            told -> project(told).does("agent1", "writeOpinion", "opinion", "补发并道歉")),
        new Stage("OBJECTION_REVIEW", "reviewObjection", "general-manager", null, StageSupervisionTest::objected),
        new Stage("OPINION", "writeOpinion", "cs-manager", "board-office", StageSupervisionTest::revised),
        new Stage("UNIT_CONFIRMATION", "confirmOpinion", "cs-manager", "board-office",
            told -> revised(told).does("agent1", "writeOpinion", "opinion", "补发，运费各半")),
        new Stage("EXTENSION_DECISION", "approveExtension", "cs-manager", "general-manager",
            told -> project(told).happens("agent1", "ExtensionRequested", "extendBy", "1WD", "reason", "等待检测",
                "interimMeasures", "先借出备用机")),
        new Stage("EXTENSION_DECISION", "approveExtension", "cs-manager", "general-manager",
            told -> major(told).happens("agent1", "ExtensionRequested", "extendBy", "1WD", "reason", "等待检测",
                "interimMeasures", "先借出备用机")),
        new Stage("PLAN", "proposePlan", "cs-manager", "board-office", told -> project(told).isAgreedWith("logistics1")),
        new Stage("PLAN_REVIEW", "reviewPlan", "cs-manager", "board-office", told -> planned(told, 500)),
        new Stage("PLAN_APPROVAL", "approvePlan", "board-office", "general-manager",
            told -> planned(told, 20_000).isApprovedBy("super1", "reviewPlan")),
        new Stage("PLAN_APPROVAL", "approvePlan", "board-office", null,
            told -> complex(told, "EXTREME").does("gm1", "setUpTaskForce", "taskForceLeader", "gm1", "taskForceMembers",
                "it1", "taskForceDecision", "先停发").isMetAbout("unit-logistics").does("logistics1", "proposePlan",
                "cause", "分拣错误", "systemicCause", "贵重件没有专人交接", "measures", "补发", "planDueOn", "2026-09-30",
                "planCost", 100, "planDepartments", 1).isApprovedBy("super1", "reviewPlan")),
        new Stage("EXECUTION", "executePlan", "cs-manager", "board-office",
            told -> planned(told, 500).isApprovedBy("super1", "reviewPlan")),
        new Stage("COORDINATION", "coordinateDispute", "board-office", "general-manager",
            told -> objectedAgain(told)),
        new Stage("BOARD_DECISION", "decideObjection", "general-manager", null,
            told -> settled(objectedAgain(told).does("manager1", "coordinateDispute", "coordination", "REPLAN",
                "coordinationNote", "重新核算")).isObjectedTo("利息没有算")),
        new Stage("SPECIAL_MEETING", "holdSpecialMeeting", "general-manager", null, StageSupervisionTest::major),
        new Stage("TASK_FORCE", "setUpTaskForce", "cs-manager", "board-office",
            told -> complex(told, "EXTREME")),
        new Stage("INVESTIGATION", "investigateOnSite", "cs-manager", "board-office",
            told -> major(told).does("board1", "holdSpecialMeeting", "meetingAttendees", "board1", "meetingHeldAt",
                "2026-09-15T10:00:00+08:00", "meetingMinutes", "各方说明了经过", "meetingDecisions", "先到现场看",
                "leadUnit", "unit-logistics", "lead", "UNIT", "investigation", "NEEDED", "collaborators", "")),
        new Stage("PLAN", "proposePlan", "cs-manager", "board-office", told -> major(told).isMetAbout("unit-logistics")),
        new Stage("EXECUTION", "executePlan", "cs-manager", "board-office",
            told -> major(told).isMetAbout("unit-logistics").isPlannedBy("logistics1", 500, 1)
                .isApprovedBy("super1", "reviewPlan")),
        new Stage("COLLABORATION_SETUP", "assignCollaborators", "cs-manager", "board-office",
            told -> complex(told, "GENERAL").isAgreedWith("logistics1")),
        new Stage("COLLABORATION", "collaborate", "cs-manager", "board-office",
            told -> complex(told, "GENERAL").isAgreedWith("logistics1")
                .does("super1", "assignCollaborators", "collaborators", "unit-sales")),
        new Stage("RESPONSIBILITY", "determineResponsibility", "general-manager", null,
            told -> project(told).isHandledBy("logistics1")),
        new Stage("CORRECTIVE_REPORT", "writeCorrectiveReport", "cs-manager", "board-office",
            StageSupervisionTest::corrected),
        new Stage("CORRECTIVE_HANDOVER", "handOverReport", "general-manager", null, StageSupervisionTest::reported),
        new Stage("EFFECT_CHECK", "checkEffect", "board-office", "general-manager",
            told -> reported(told).does("board1", "handOverReport").does("logistics1", "carryOutMeasure",
                "measureResult", "已完成", "measureDoneOn", "2026-09-15")),
        new Stage("CALLBACK", "callBack", "cs-manager", "board-office",
            told -> settled(minor(told.isContacted())).isConfirmed().isRated(5, 2, 5)),
        new Stage("SUPPLEMENT", "completeDocuments", "cs-manager", "board-office", StageSupervisionTest::undocumented),
        new Stage("FILING", "waiveDocuments", "cs-manager", "board-office",
            told -> undocumented(told).does("logistics1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason",
                "承运商已停业")),
        new Stage("FILING", "fileArchive", "cs-manager", "board-office",
            told -> undocumented(told).hasDocument("agent1", "WAYBILL")
                .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  void isWarnedOfSupervisedAndEscalated(Stage stage) {
    story.begins("2026-09-15T10:00");
    var complaint = stage.reached.apply(story.aComplaint().isRegistered());
    assertThat(complaint.openTasks()).contains("userTask_" + stage.task);
    assertThat(complaint.heldBy(stage.task).split(",")).as("nobody escalates to himself")
        .doesNotContain(stage.first, stage.second);
    var clock = complaint.clock(stage.clock);
    assertThat(clock.escalateTo()).isEqualTo(stage.first);
    assertThat(clock.escalateNext()).isEqualTo(stage.second);

    story.at(clock.warnAt());
    assertThat(changes(complaint, stage, "WARNED")).isOne();
    assertThat(complaint.supervision(stage.clock)).isEmpty();

    story.at(clock.dueAt()).meanwhile();
    assertThat(complaint.supervisors(stage.clock)).containsExactly(stage.first);
    assertThat(toldOfTheBreach(complaint, stage)).isNotEmpty().doesNotHaveDuplicates()
        .allSatisfy(person -> assertThat(story.groupsOf(person)).contains(stage.first));

    if (stage.second == null) {
      assertThat(clock.escalateAt()).isNull();
      story.at(clock.dueAt().plusSeconds(10 * 24 * 3600));
      assertThat(complaint.supervisors(stage.clock)).as("nobody is above").containsExactly(stage.first);
    } else {
      story.at(clock.escalateAt());
      assertThat(complaint.supervision(stage.clock)).containsExactly("userTask_decideOverdue", "userTask_superviseOverdue");
      assertThat(complaint.supervisors(stage.clock)).containsExactly(stage.second, stage.first);
      complaint.answersFor(MEMBERS.get(stage.second), "decideOverdue", stage.clock);
    }
    assertThat(complaint.clock(stage.clock).isOpen()).as("supervising does not do the work").isTrue();
    complaint.answersFor(MEMBERS.get(stage.first), "superviseOverdue", stage.clock);
    assertThat(complaint.clock(stage.clock).isOpen()).isTrue();
    assertThat(changes(complaint, stage, "BREACHED")).isOne();
  }

  private static List<String> toldOfTheBreach(Told complaint, Stage stage) {
    return complaint.notices().stream().filter(notice -> notice.event() == NoticeEvent.SLA_BREACHED)
        .filter(notice -> notice.subject().contains(ClockNames.of(stage.clock))).map(NoticeView::recipient).toList();
  }

  private static long changes(Told complaint, Stage stage, String change) {
    return complaint.ledger(stage.clock).stream().filter(change::equals).count();
  }

  private static Told minor(Told told) {
    return told.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
        "只晚了一天");
  }

  private static Told project(Told told) {
    return told.isAccepted().isContacted();
  }

  private static Told major(Told told) {
    return told.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MAJOR", "ratingChangeReason",
        "媒体已报道").isContacted();
  }

  private static Told complex(Told told, String complexity) {
    return told.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "complexity", complexity,
        "ratingChangeReason", "涉及两家承运商").isContacted();
  }

  private static Told corrected(Told told) {
    return project(told).isHandledBy("logistics1").isRated(5, 5, 5).does("board1", "determineResponsibility", "split",
        "unit-logistics:100", "responsibilityReason", "地址没有校验", "correctiveDecision", "ORDER", "correctiveUnit",
        "unit-logistics", "correctiveTask", "地址错误屡次发生");
  }

  private static Told reported(Told told) {
    return corrected(told).does("logistics1", "writeCorrectiveReport", "problem", "误投", "rootCause", "标签模糊",
        "correction", "补发", "correctiveAction", "换标签", "preventiveAction", "查同批", "correctiveMeasures",
        "复核分拣流程|logistics1|2026-09-30", "verificationMethod", "抽查");
  }

  private static Told objected(Told told) {
    return project(told).does("agent1", "writeOpinion", "opinion", "补发并道歉")
        .does("logistics1", "confirmOpinion", "unitAnswer", "OBJECT", "unitObjection", "地址是客户填错的");
  }

  private static Told revised(Told told) {
    return objected(told).does("board1", "reviewObjection", "reviewDecision", "REVISE", "reviewReason", "运费由双方分担");
  }

  private static Told planned(Told told, double cost) {
    return project(told).isAgreedWith("logistics1").isPlannedBy("logistics1", cost, 1);
  }

  private static Told settled(Told told) {
    return told.does("agent1", "settleDirectly", "measures", "催促配送", "settlement", "已送达").isTold();
  }

  private static Told objectedAgain(Told told) {
    return settled(settled(minor(told.isContacted())).isObjectedTo("运费没有退")).isObjectedTo("只退了一半");
  }

  private static Told undocumented(Told told) {
    return settled(minor(told.isContacted())).isConfirmed().isRated(5, 5, 5);
  }

  /** @param second null where nobody is above the first */
  record Stage(String clock, String task, String first, String second, Function<Told, Told> reached) {

    @Override
    public String toString() {
      return clock + " of " + task;
    }
  }
}
