package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Entry;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.story.Story.Told;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One complaint that takes every turn it can, and a file that tells all of it. [003] */
@HuiyinTest
class LongWayTest {

  @Autowired
  Story story;

  private Told complaint;

  @Test
  void isObjectedToExtendedObjectedToAgainCorrectedFiledReopenedAndFiledAgain() {
    story.begins("2026-04-14T10:00");
    complaint = story.aComplaint().with("issuePoint", "ADDRESS-" + System.nanoTime()).isRegistered()
        .isAccepted().isContacted();

    // the unit objects twice: the opinion is revised once and upheld once
    opinion("补发并道歉，运费由物流承担");
    objects("地址是客户填错的");
    review("REVISE", "下单页没有校验地址，运费由双方分担");
    opinion("补发并道歉，运费各半");
    objects("运费应由商城承担");
    review("UPHELD", "双方各有责任");

    // more time, once there are interim measures
    complaint.refusesToHear("logistics1", "ExtensionRequested", "interimMeasures", "clock", "RESOLUTION", "extendBy", "2WD",
        "reason", "等待承运商回复");
    complaint.happens("logistics1", "ExtensionRequested", "clock", "RESOLUTION", "extendBy", "2WD",
        "reason", "等待承运商回复", "interimMeasures", "先寄出备用机");
    complaint.does("super1", "approveExtension", "extensionDecision", "APPROVED", "extensionComment", "同意");
    complaint.isPlannedBy("logistics1", 500, 1).isApprovedBy("super1", "reviewPlan").isExecutedBy("logistics1").isTold();

    // the customer objects three times, and the board office decides
    complaint.isObjectedTo("运费没有退");
    handledAgain();
    complaint.isObjectedTo("只退了一半");
    complaint.does("manager1", "coordinateDispute", "coordination", "REPLAN", "coordinationNote", "重新核算");
    handledAgain();
    complaint.isObjectedTo("还要误工费");
    complaint.does("board1", "decideObjection", "boardDecision", "FINAL", "boardReason", "误工费没有依据，维持原结果");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.CLOSED);

    // who answers for it, and what is done about it
    complaint.refuses("board1", "determineResponsibility", "split", "split", "unit-logistics:60,unit-it:30",
        "responsibilityReason", "地址没有校验", "correctiveDecision", "NONE");
    complaint.does("board1", "determineResponsibility", "split", "unit-logistics:60,unit-it:30,unit-product:10",
        "responsibilityReason", "地址没有校验", "correctiveDecision", "ORDER", "correctiveUnit", "unit-logistics",
        "correctiveTask", "地址错误屡次发生");
    complaint.isRated(5, 5, 5);
    corrected("复核分拣流程|logistics1|2026-04-30", "logistics1");
    complaint.does("manager1", "checkEffect", "effect", "NOT_EFFECTIVE", "effectRecord", "抽查 20 单仍有 3 单地址错误");
    corrected("下单页加装地址校验|it1|2026-05-08", "it1");
    complaint.does("manager1", "checkEffect", "effect", "EFFECTIVE", "effectRecord", "抽查无误",
        "returnVisitOn", "2026-05-20");
    story.at("2026-05-20T09:00");
    complaint.does("agent1", "returnVisit", "contactChannel", "PHONE", "contactSummary", "没有再发生",
        "improvement", "HOLDS");
    filed();
    var closedAt = complaint.complaint().closedAt();
    var keptUntil = complaint.keptUntil();

    // the fault comes back
    story.at("2026-06-01T10:00");
    complaint.happens("agent1", "ComplaintReopened", "reason", "同一故障再次出现");
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
    complaint.isAccepted().isContacted().isHandledBy("logistics1").isRated(4, 5, 5)
        .isAttributed("unit-logistics:100").isFiled().isOver();

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    assertThat(complaint.complaint().closedAt()).as("the figures of the first time stay").isEqualTo(closedAt);
    assertThat(complaint.keptUntil()).isAfter(keptUntil);
    theFileTellsAllOfIt();
  }

  private void theFileTellsAllOfIt() {
    assertThat(complaint.file()).extracting(Entry::sequence)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, complaint.file().size()).boxed().toList());
    assertThat(complaint.file()).extracting(Entry::at).isSorted();
    assertThat(complaint.tells().stream().map(line -> line.replaceFirst("^\\S+ ", ""))).containsSubsequence(
        "logistics1 责任单位对处理意见提出异议，第 1 次",
        "board1 完成任务“董事办评审异议”：评审结论 修改意见，退回客服",
        "logistics1 责任单位对处理意见提出异议，第 2 次",
        "board1 完成任务“董事办评审异议”：评审结论 维持客服意见，责任单位照此执行",
        "logistics1 申请将办结时限延长 2 个工作日",
        "agent1 客户对处理结果提出异议，第 1 轮",
        "agent1 客户对处理结果提出异议，第 2 轮",
        "agent1 客户对处理结果提出异议，第 3 轮",
        "board1 董事办裁定为终局答复",
        "board1 下达纠正/预防措施，由仓储物流部报告",
        "manager1 纠正/预防措施：措施未能奏效，开始第 2 轮",
        "manager1 纠正/预防措施：第 2 轮措施已确认有效",
        "agent1 案件重新打开，第 4 轮办理");
    assertThat(complaint.says("EXTENDED")).hasSize(1);
    assertThat(complaint.entries("TASK_COMPLETED")).filteredOn(entry -> entry.summary().contains("归档登记")).hasSize(2);
  }

  private void opinion(String text) {
    complaint.does("agent1", "writeOpinion", "opinion", text);
  }

  private void objects(String why) {
    complaint.does("logistics1", "confirmOpinion", "unitAnswer", "OBJECT", "unitObjection", why);
  }

  private void review(String decision, String why) {
    complaint.does("board1", "reviewObjection", "reviewDecision", decision, "reviewReason", why);
  }

  private void handledAgain() {
    complaint.isAgreedWith("logistics1").isPlannedBy("logistics1", 500, 1).isApprovedBy("super1", "reviewPlan")
        .isExecutedBy("logistics1").isTold();
  }

  private void corrected(String measure, String owner) {
    complaint.does("logistics1", "writeCorrectiveReport", "problem", "误投", "rootCause", "标签模糊", "correction", "补发",
        "correctiveAction", "换标签", "preventiveAction", "查同批", "correctiveMeasures", measure,
        "verificationMethod", "抽查");
    complaint.does("board1", "handOverReport");
    complaint.does(owner, "carryOutMeasure", "measureResult", "已完成", "measureDoneOn", "2026-04-14");
  }

  private void filed() {
    complaint.hasDocument("logistics1", "WAYBILL").does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED")
        .isFiled().isOver();
  }
}
