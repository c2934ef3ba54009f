package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveSettings;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 清理无记录的证据文件: what a crash left lies there until the night. */
@HuiyinTest
class EvidenceCleanUpTest {

  @Autowired
  Story story;
  @Autowired
  ArchiveSettings settings;

  @Test
  void everyNightFilesWithoutARecordGo() throws IOException {
    story.begins("2027-04-01T10:00");
    story.management.createJobQuery().processDefinitionKey("evidence-clean-up").timers().list()
        .forEach(job -> story.management.recalculateJobDuedate(job.getId(), false));
    var complaint = story.aComplaint().isRegistered().hasDocument("agent1", "OTHER");
    var left = settings.evidenceDir().resolve("ab/12/ab12" + "0".repeat(60));
    Files.createDirectories(left.getParent());
    Files.writeString(left, "left by a crash");

    story.at("2027-04-02T00:34:59");
    assertThat(left).exists();
    story.at("2027-04-02T00:35");
    assertThat(left).doesNotExist();
    assertThat(story.evidence.list(complaint.number)).hasSize(1);
    assertThat(story.evidence.verify(complaint.number)).isEmpty();
  }
}
