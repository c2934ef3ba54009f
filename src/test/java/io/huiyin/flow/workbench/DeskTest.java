package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.workbench.DeskController.Actions;
import io.huiyin.flow.workbench.DeskController.CopyView;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.server.ResponseStatusException;

/** The toolbar of a task: each sees the buttons of what he may do, and the server refuses the rest. */
@HuiyinTest
class DeskTest {

  @Autowired
  Story story;
  @Autowired
  DeskController desk;
  @Autowired
  PanelController panels;
  @Autowired
  TaskService tasks;
  @Autowired
  JdbcClient jdbc;

  private Story.Told complaint;
  private String opinion;
  private String confirmation;

  @BeforeEach
  void anAgentHoldsTheOpinion() {
    story.begins("2026-09-15T10:00");
    jdbc.sql("update stand_in set ended_at = now() where ended_at is null").update();
    complaint = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");
    opinion = task("writeOpinion");
    story.as("agent1", () -> tasks.claim(opinion, "agent1"));
  }

  private void theUnitHoldsTheConfirmation() {
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    confirmation = task("confirmOpinion");
    story.as("logistics1", () -> tasks.claim(confirmation, "logistics1"));
  }

  @Test
  void everyRoleSeesTheButtonsOfWhatItMayDo() {
    assertThat(buttons("agent1", opinion)).containsExactly("转办", "催办", "抄送", "延期", "暂停", "撤诉");
    assertThat(buttons("agent2", opinion)).containsExactly("催办", "延期", "暂停", "撤诉");
    assertThat(buttons("super1", opinion)).containsExactly("转办", "催办", "抄送", "延期", "暂停", "定级", "撤诉");
    assertThat(buttons("manager1", opinion)).containsExactly("转办", "催办", "抄送", "延期", "暂停", "定级", "撤诉");
    assertThat(buttons("board1", opinion)).containsExactly("催办", "定级");
    assertThat(buttons("auditor1", opinion)).isEmpty();
    refused(404, "logistics1", () -> desk.actions(opinion));
    refused(401, null, () -> desk.actions(opinion));

    theUnitHoldsTheConfirmation();
    assertThat(buttons("logistics1", confirmation)).containsExactly("转办", "退回", "催办", "抄送", "延期");
    assertThat(buttons("logistics-head1", confirmation)).containsExactly("转办", "退回", "催办", "抄送", "延期");
    assertThat(actions("logistics1", confirmation).returnTo()).isEqualTo("填写处理意见");
  }

  @Test
  void whatHasNoButtonIsRefusedByTheServerToo() {
    var because = Map.<String, Object>of("reason", "x");
    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> as("agent2", () -> desk.handOver(opinion,
        Map.of("person", "agent2", "reason", "x")))).withMessageContaining("由陈静办理");
    refused(403, "agent2", () -> desk.copy(opinion, Map.of("person", "it1")));
    refused(403, "agent1", () -> desk.regrade(opinion, because));
    for (var user : List.of("board1", "auditor1")) {
      refused(403, user, () -> desk.pause(opinion, because));
      refused(403, user, () -> desk.resume(opinion));
      refused(403, user, () -> desk.extend(opinion, because));
      refused(403, user, () -> desk.withdraw(opinion, because));
      refused(403, user, () -> desk.copy(opinion, Map.of("person", "it1")));
    }
    refused(403, "auditor1", () -> desk.urge(opinion, because));
    for (Runnable call : List.<Runnable>of(() -> desk.handOver(opinion, because), () -> desk.giveBack(opinion, because),
        () -> desk.copy(opinion, because), () -> desk.takeBack(opinion, 1), () -> desk.urge(opinion, because),
        () -> desk.extend(opinion, because))) {
      refused(404, "logistics1", call);
      refused(401, null, call);
    }
    refused(401, null, () -> desk.standIns());
    refused(401, null, () -> desk.standIn(Map.of()));
    refused(401, null, () -> desk.copied());
    assertThat(complaint.complaint().urges()).isZero();
  }


  @Test
  void whoeverSeesTheCaseMayUrge() {
    as("manager1", () -> desk.urge(opinion, Map.of("reason", "客户在等")));
    story.meanwhile();
    assertThat(complaint.mailsTo("agent1")).contains("【催办】投诉");
    assertThat(actions("agent1", opinion).urges()).isOne();
    assertThat(story.as("agent1", () -> panels.panel(opinion)).getBody().urges()).isOne();
  }

  @Test
  void aReturnShowsItsReasonWhereTheTaskHasComeBack() {
    theUnitHoldsTheConfirmation();
    as("logistics1", () -> desk.giveBack(confirmation, Map.of("reason", "请补充运单号")));
    var again = task("writeOpinion");
    var panel = story.as("agent1", () -> panels.panel(again)).getBody();
    assertThat(panel.cameBy()).isEqualTo("退回原因：请补充运单号");
    assertThat(panel.returns()).isOne();
    complaint.does("agent1", "writeOpinion", "opinion", "运单号 1Z-0042，补发并道歉");
    var next = task("confirmOpinion");
    assertThat(story.as("logistics1", () -> panels.panel(next)).getBody().cameBy()).isNull();
  }

  @Test
  void aHandOverShowsItsReason() {
    as("super1", () -> desk.handOver(opinion, Map.of("person", "agent2", "reason", "陈静请假")));
    assertThat(story.as("agent2", () -> panels.panel(opinion)).getBody().cameBy()).isEqualTo("转办原因：陈静请假");
  }

  @Test
  void pausingResumingExtendingRegradingAndWithdrawingReachTheCase() {
    as("agent1", () -> desk.pause(opinion, Map.of("reason", "等客户补资料")));
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.PAUSED);
    assertThat(buttons("agent1", opinion)).contains("恢复").doesNotContain("暂停");
    as("agent1", () -> desk.resume(opinion));
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.RUNNING);

    as("agent1", () -> desk.extend(opinion, Map.of("clock", "RESOLUTION", "extendBy", "2WD", "reason", "等配件",
        "interimMeasures", "先提供备用机")));
    assertThat(complaint.openTasks()).contains("userTask_approveExtension");
    as("super1", () -> desk.regrade(opinion, Map.of("priority", "P1", "reason", "客户升级")));
    assertThat(complaint.complaint().ratings().priority().name()).isEqualTo("P1");
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> as("agent1", () -> desk.withdraw(opinion, Map.of("reason", " "))));
    as("agent1", () -> desk.withdraw(opinion, Map.of("reason", "客户来电撤诉")));
    assertThat(complaint.openTasks()).doesNotContain("userTask_writeOpinion");
  }

  @Test
  void whoIsCopiedFindsTheCaseAndReadsItsFileUntilItIsTakenBack() {
    as("agent1", () -> desk.copy(opinion, Map.of("person", "product1")));
    assertThat(story.as("product1", () -> desk.copied()).getBody()).singleElement().satisfies(copied -> {
      assertThat(copied.number()).isEqualTo(complaint.number.value());
      assertThat(copied.by()).isEqualTo("陈静");
    });
    var file = story.as("product1", () -> panels.caseFile(complaint.number.value())).getBody();
    assertThat(file.timeline()).extracting(Panel.Step::summary).contains("抄送给朱琳");
    assertThat(actions("super1", opinion).copies()).extracting(CopyView::mayTakeBack).containsExactly(true);
    assertThat(actions("agent2", opinion).copies()).extracting(CopyView::mayTakeBack).containsExactly(false);

    var id = actions("agent1", opinion).copies().get(0).id();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> as("agent2", () -> desk.takeBack(opinion, id)));
    as("super1", () -> desk.takeBack(opinion, id));
    assertThat(story.as("product1", () -> desk.copied()).getBody()).isEmpty();
    refused(404, "product1", () -> panels.caseFile(complaint.number.value()));
  }

  @Test
  void everybodySetsTheOwnStandInAndTheManagerThatOfOthers() {
    var own = story.as("it1", () -> desk.standIn(Map.of("standIn", "it-head1", "from", "2026-09-16", "until", "2026-09-17")));
    assertThat(own.absent()).isEqualTo("胡斌");
    assertThat(story.as("it1", () -> desk.standIns()).getBody().setsForOthers()).isFalse();
    assertThat(story.as("it-head1", () -> desk.standIns()).getBody().coming()).singleElement()
        .satisfies(one -> assertThat(one.mayEnd()).isFalse());
    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> story.as("super1", () -> desk.standIn(
        Map.of("absent", "agent1", "standIn", "agent2", "from", "2026-09-16", "until", "2026-09-17"))));
    story.as("manager1", () -> desk.standIn(
        Map.of("absent", "agent1", "standIn", "agent2", "from", "2026-09-16", "until", "2026-09-17")));
    assertThat(story.as("manager1", () -> desk.standIns()).getBody().coming()).hasSize(2);
    as("it1", () -> desk.endStandIn(own.id()));
    assertThat(story.as("it1", () -> desk.standIns()).getBody().coming()).isEmpty();
  }

  private List<String> buttons(String user, String task) {
    var may = actions(user, task);
    var buttons = new java.util.ArrayList<String>();
    Map.of(0, may.handOver(), 1, may.returnTo() != null, 2, may.urge(), 3, may.copy(), 4, may.extend(), 5, may.pause(),
        6, may.resume(), 7, may.regrade(), 8, may.withdraw()).entrySet().stream().sorted(Map.Entry.comparingByKey())
        .filter(Map.Entry::getValue)
        .forEach(button -> buttons.add(List.of("转办", "退回", "催办", "抄送", "延期", "暂停", "恢复", "定级", "撤诉")
            .get(button.getKey())));
    return buttons;
  }

  private Actions actions(String user, String task) {
    return story.as(user, () -> desk.actions(task)).getBody();
  }

  private void as(String user, Runnable call) {
    story.as(user, call);
  }

  private void refused(int status, String user, Runnable call) {
    assertThatExceptionOfType(ResponseStatusException.class)
        .isThrownBy(() -> {
          if (user == null) {
            call.run();
          } else {
            as(user, call);
          }
        }).satisfies(refused -> assertThat(refused.getStatusCode().value()).isEqualTo(status));
  }

  private String task(String name) {
    return tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_" + name).singleResult().getId();
  }
}
