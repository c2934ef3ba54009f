package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the customer says to the result: accepted, or reconsidered, coordinated by the manager, decided by the board office. [001] */
@HuiyinTest
class CustomerAcceptanceTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void aCustomerWhoWasToldTheResult() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold();
    complaint.waitsAt("confirmResult");
  }

  @Test
  void acceptsOnThePhone() {
    complaint.isConfirmed();

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.CONFIRMED);
    assertThat(complaint.says("CUSTOMER_CONFIRMED")).containsExactly("客户确认处理结果");
    complaint.waitsAt("collectSurvey");
  }

  @Test
  void acceptsOnline() {
    complaint.happens("crm1", "CustomerConfirmed", "confirmationNote", "谢谢");

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.CONFIRMED);
    assertThat(complaint.entries("CUSTOMER_CONFIRMED").get(0).facts()).containsEntry("confirmationNote", "谢谢");
    complaint.waitsAt("collectSurvey");
  }

  @Test
  void objectsAndTheCaseIsHandledOnceMore() {
    complaint.refuses("agent1", "confirmResult", "objectionPoint", "customerAnswer", "OBJECTED", "confirmationForm", "PHONE");
    story.at("2026-09-16T10:00");
    complaint.isObjectedTo("手续费没有退");

    assertThat(complaint.complaint().round()).isEqualTo(2);
    assertThat(complaint.says("CUSTOMER_OBJECTED")).containsExactly("客户对处理结果提出异议，第 1 轮");
    assertThat(complaint.clock("RESOLUTION").round()).isEqualTo(2);
    assertThat(complaint.clock("RESOLUTION").startedAt()).isEqualTo(story.instant("2026-09-16T10:00"));
    assertThat(complaint.slaStatus()).isEqualTo("ON_TRACK");
    complaint.waitsAt("settleDirectly");
    settleAgain();
    complaint.isConfirmed();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.CONFIRMED);
  }

  @Test
  void objectsOnline() {
    complaint.happens("crm1", "CustomerObjected", "objectionPoint", "手续费没有退");

    assertThat(complaint.complaint().round()).isEqualTo(2);
    assertThat(complaint.entries("CUSTOMER_OBJECTED").get(0).facts()).isEqualTo(Map.of("objectionPoint", "手续费没有退"));
    complaint.waitsAt("settleDirectly");
  }

  @Test
  void objectsTwiceAndTheManagerFindsAnAgreement() {
    complaint.isObjectedTo("手续费没有退");
    settleAgain();
    complaint.isObjectedTo("只退了一半");
    assertThat(complaint.heldBy("coordinateDispute")).isEqualTo("cs-manager");

    complaint.does("manager1", "coordinateDispute", "coordination", "ACCEPTED", "coordinationNote", "当面致歉，客户认可");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.CONFIRMED);
    assertThat(complaint.clock("COORDINATION").status()).isEqualTo(Status.MET);
    complaint.waitsAt("collectSurvey");
  }

  @Test
  void objectsThreeTimesAndTheBoardOfficeOrdersANewPlanAndThenDecidesForGood() {
    complaint.isObjectedTo("手续费没有退");
    settleAgain();
    complaint.isObjectedTo("只退了一半");
    complaint.does("manager1", "coordinateDispute", "coordination", "REPLAN", "coordinationNote", "重新核算");
    assertThat(complaint.complaint().round()).isEqualTo(3);
    settleAgain();

    complaint.isObjectedTo("利息没有算");
    assertThat(complaint.heldBy("decideObjection")).isEqualTo("board-office");
    complaint.does("board1", "decideObjection", "boardDecision", "REPLAN", "boardReason", "利息应当计算");
    assertThat(complaint.complaint().round()).isEqualTo(4);
    settleAgain();

    complaint.isObjectedTo("还要精神损失费");
    complaint.does("board2", "decideObjection", "boardDecision", "FINAL", "boardReason", "无依据，维持原结果");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.CLOSED);
    assertThat(complaint.says("FINAL_ANSWER")).containsExactly("董事办裁定为终局答复");
    assertThat(complaint.says("CUSTOMER_OBJECTED")).hasSize(4);
    complaint.waitsAt("collectSurvey");
  }

  private void settleAgain() {
    complaint.waitsAt("settleDirectly");
    complaint.does("agent1", "settleDirectly", "measures", "核算后退款", "settlement", "已退款").isTold();
    complaint.waitsAt("confirmResult");
  }
}
