package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 异议评审: the unit objects to customer service's opinion; the board office decides for the company as a whole. [003] */
@HuiyinTest
class ObjectionReviewTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void anOpinionThatTheUnitIsToConfirm() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered().isAccepted().isContacted()
        .does("agent1", "writeOpinion", "opinion", "补发并道歉").waitsAt("confirmOpinion");
  }

  @Test
  void theBoardOfficeUpholdsTheOpinionAndTheUnitExecutesIt() {
    complaint.refuses("logistics1", "confirmOpinion", "unitObjection", "unitAnswer", "OBJECT");
    objects("地址是客户填错的").waitsAt("reviewObjection");
    assertThat(complaint.heldBy("reviewObjection")).isEqualTo("board-office");
    assertThat(complaint.due("reviewObjection")).isEqualTo(story.instant("2026-09-16T18:00"));

    story.at("2026-09-16T16:00");
    complaint.refuses("board1", "reviewObjection", "reviewReason", "reviewDecision", "UPHELD");
    complaint.does("board1", "reviewObjection", "reviewDecision", "UPHELD", "reviewReason", "下单页没有校验地址");

    assertThat(complaint.heldBy("proposePlan")).as("the unit carries out what it objected to").isEqualTo("unit-logistics");
    assertThat(complaint.clock("OBJECTION_REVIEW").status()).isEqualTo(Status.MET);
    assertThat(complaint.clock("EXECUTION").dueAt()).as("two working days from the final opinion")
        .isEqualTo(story.instant("2026-09-18T18:00"));
    assertThat(complaint.says("REACHED")).contains("到达“维持意见”");
  }

  @Test
  void customerServiceRevisesItsOpinionAndTheUnitAgrees() {
    objects("地址是客户填错的");
    story.at("2026-09-15T15:00");
    revised("运费由双方分担").waitsAt("writeOpinion");
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("cs-agent");
    assertThat(complaint.clock("OPINION").round()).as("a second time, with a deadline of its own").isEqualTo(2);
    assertThat(complaint.due("writeOpinion")).isEqualTo(story.instant("2026-09-16T18:00"));

    story.at("2026-09-16T09:30");
    complaint.does("agent1", "writeOpinion", "opinion", "补发，运费各半");
    assertThat(complaint.heldBy("confirmOpinion")).isEqualTo("unit-logistics");
    assertThat(complaint.clock("UNIT_CONFIRMATION").round()).isEqualTo(2);
    assertThat(complaint.due("confirmOpinion")).isEqualTo(story.instant("2026-09-17T18:00"));

    story.at("2026-09-17T11:00");
    complaint.does("logistics1", "confirmOpinion", "unitAnswer", "AGREE");
    assertThat(complaint.heldBy("proposePlan")).isEqualTo("unit-logistics");
    assertThat(complaint.clock("EXECUTION").dueAt()).as("over a worked Sunday").isEqualTo(story.instant("2026-09-20T18:00"));
    assertThat(complaint.says("REACHED")).contains("到达“双方无异议”");
    assertThat(complaint.says("UNIT_OBJECTED")).containsExactly("责任单位对处理意见提出异议，第 1 次");
  }

  @Test
  void theUnitMayObjectAgainUntilNeitherSideDoes() {
    objects("地址是客户填错的");
    revised("运费由双方分担").does("agent1", "writeOpinion", "opinion", "补发，运费各半");
    complaint.refuses("logistics1", "confirmOpinion", "unitObjection", "unitAnswer", "OBJECT");
    objects("运费应由商城承担").waitsAt("reviewObjection");
    assertThat(complaint.clock("OBJECTION_REVIEW").round()).isEqualTo(2);
    revised("运费由商城承担").does("agent1", "writeOpinion", "opinion", "补发，运费由商城承担");
    objects("补发应由仓库负责").waitsAt("reviewObjection");
    complaint.does("board2", "reviewObjection", "reviewDecision", "UPHELD", "reviewReason", "仓库按指令发货，由物流补发");

    complaint.waitsAt("proposePlan");
    assertThat(complaint.says("UNIT_OBJECTED")).containsExactly("责任单位对处理意见提出异议，第 1 次",
        "责任单位对处理意见提出异议，第 2 次", "责任单位对处理意见提出异议，第 3 次");
    for (var stage : new String[] {"OPINION", "UNIT_CONFIRMATION", "OBJECTION_REVIEW"}) {
      assertThat(complaint.clock(stage).round()).as(stage).isEqualTo(3);
      assertThat(complaint.clock(stage).status()).as(stage).isEqualTo(Status.MET);
    }
    assertThat(complaint.clock("EXECUTION").round()).as("the final opinion alone starts the execution").isEqualTo(1);
  }

  @Test
  void anObjectionThatComesLateIsHeardAndTheRecordSaysSo() {
    story.at("2026-09-16T18:30");
    objects("地址是客户填错的");

    assertThat(complaint.openTasks()).contains("userTask_reviewObjection");
    assertThat(complaint.clock("UNIT_CONFIRMATION").status()).isEqualTo(Status.MET_LATE);
    assertThat(complaint.says("UNIT_OBJECTED")).containsExactly("责任单位对处理意见提出异议，第 1 次，已过期限");
  }

  @Test
  void aComplaintThatIsWithdrawnNeedsNoReview() {
    objects("地址是客户填错的");
    complaint.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");

    complaint.waitsAt("fileArchive").isFiled().isOver();
    assertThat(complaint.clock("OBJECTION_REVIEW").isOpen()).isFalse();
  }

  private Told objects(String why) {
    return complaint.does("logistics1", "confirmOpinion", "unitAnswer", "OBJECT", "unitObjection", why);
  }

  private Told revised(String why) {
    return complaint.does("board1", "reviewObjection", "reviewDecision", "REVISE", "reviewReason", why);
  }
}
