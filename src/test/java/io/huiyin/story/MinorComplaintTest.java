package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A small matter that customer service settles on the spot. [003] */
@HuiyinTest
class MinorComplaintTest {

  @Autowired
  Story story;

  @Test
  void isSettledByCustomerServiceAndFiled() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered();

    complaint.waitsAt("userTask_acceptAndClassify", "userTask_firstContact");
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-operations");
    complaint.does("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "已致电客户,说明正在处理");
    complaint.waitsAt("userTask_settleDirectly");
    complaint.does("agent1", "settleDirectly", "measures", "当场补办手续", "settlement", "已办妥");
    complaint.does("agent1", "tellResult", "contactChannel", "PHONE", "resultTold", "手续已补办完成");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.RESULT_TOLD);
    complaint.does("agent1", "confirmResult", "customerAnswer", "ACCEPTED", "confirmationForm", "PHONE");
    complaint.does("agent1", "collectSurvey", "efficiency", 5, "attitude", 5, "solution", 4);
    complaint.tells().forEach(System.out::println);
    System.out.println(complaint.openTasks());
  }
}
