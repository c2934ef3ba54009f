package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Severity;
import io.huiyin.sla.Clock.Status;
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
    assertThat(complaint.complaint().ratings().severity()).isEqualTo(Severity.MINOR);

    complaint.waitsAt("acceptAndClassify", "firstContact");
    complaint.isAccepted().isContacted();
    complaint.waitsAt("settleDirectly");
    assertThat(complaint.heldBy("settleDirectly")).isEqualTo("cs-agent");
    assertThat(complaint.clock("RESOLUTION").dueAt()).as("settled on the same day")
        .isEqualTo(story.instant("2026-09-15T18:00"));

    complaint.does("agent1", "settleDirectly", "measures", "当场补办手续", "settlement", "已办妥").isTold();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.RESULT_TOLD);
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.MET);
    assertThat(complaint.slaStatus()).isEqualTo("MET");

    complaint.isConfirmed().isRated(5, 5, 4).isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
  }
}
