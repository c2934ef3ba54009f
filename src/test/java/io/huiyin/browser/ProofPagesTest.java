package io.huiyin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.io.IOException;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 核验 as the auditor does it: of a case that is in order, and of the same case when somebody has been at the database. */
@HuiyinTest
class ProofPagesTest {

  @Autowired
  private Story story;
  @Autowired
  private ManagementService management;
  @Autowired
  private JdbcClient jdbc;
  @LocalServerPort
  private int port;

  @RegisterExtension
  private final Browser browser = new Browser(() -> port, () -> story.now());

  private Told complaint;
  private String summary;

  @BeforeEach
  void aFiledCaseThatIsSealed() {
    story.begins("2025-03-11T10:00"); // a day whose root no other story takes
    management.createJobQuery().processDefinitionKey("archive-proof").timers().list()
        .forEach(job -> management.recalculateJobDuedate(job.getId(), false));
    complaint = story.aComplaint().isRegistered().hasDocument("agent1", "WAYBILL")
        .does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的产品").isFiled();
    story.at("2025-03-12T00:05");
    summary = complaint.file().get(2).summary();
  }

  @AfterEach
  void asItWas() {
    tamper("update archive_entry set summary = '%s' where number = '%s' and sequence = 3".formatted(summary, complaint.number));
    assertThat(complaint.verification().intact()).isTrue();
  }

  @Test
  void theAuditorSeesWhichEntryWasTamperedWithWhatItMeansAndThatItIsMended() throws IOException {
    browser.as("auditor1").desk("case/%s/verification".formatted(complaint.number));
    browser.press("核验");
    browser.reads(".hy-result", "✔ 完好");
    assertThat(browser.text(".hy-result")).contains("全部记录、内容、证据和每日存证均相符", "记录", "1 份，每份都读过并与登记的 SHA-256 对照",
        "已于 2025-03-12 存证");
    browser.picture("archive-verification");

    tamper("update archive_entry set summary = '客户表示满意，撤回投诉' where number = '%s' and sequence = 3".formatted(complaint.number));
    browser.press("核验");
    browser.reads(".hy-result", "✘ 不完好");
    browser.reads(".hy-findings", "这一条现在写的是");
    assertThat(browser.text(".hy-findings li")).contains("第 3 条被改动：时间、人员、渠道、类别、摘要、承诺值与哈希不符",
        "登记之后有人绕过系统改过", "客户表示满意，撤回投诉");
    assertThat(browser.all(".hy-findings li")).hasSize(1);
    assertThat(browser.text(".hy-result")).contains("发现 1 处不符", "下一步：不要改动数据库");
    assertThat(browser.overflowing("main")).isEmpty();
    browser.picture("archive-tampered");

    browser.desk("proof");
    browser.press("核验全部档案、证据、访问日志和存证");
    browser.until("the case is named", () -> browser.all(".hy-findings a").stream()
        .filter(link -> link.getText().equals(complaint.number.value())).findFirst().map(link -> {
          browser.click(link);
          return true;
        }).orElse(false));
    browser.reads("h1", complaint.number.value());

    browser.desk("log");
    browser.fill("投诉编号", complaint.number.value());
    browser.press("查询");
    browser.reads("table", "不完好");

    asItWas();
    browser.desk("case/%s/verification".formatted(complaint.number));
    browser.press("核验");
    browser.reads(".hy-result", "✔ 完好");
  }

  /** What somebody can do who has the password of the application's database. */
  private void tamper(String sql) {
    jdbc.sql("""
        do $$ begin
          alter table archive_entry disable trigger user;
          grant update on archive_entry to current_user;
          %s;
          revoke update on archive_entry from current_user;
          alter table archive_entry enable trigger user;
        end $$""".formatted(sql)).update();
  }
}
