package io.huiyin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.story.Story;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A loan from the request to its end, at the archive desk and in Tasklist, in a real browser. [000] */
@HuiyinTest
class LoanDeskTest {

  private static final String HOSTILE = "<img src=x onerror=alert(1)>复盘";

  @Autowired
  private Story story;
  @LocalServerPort
  private int port;

  @RegisterExtension
  private final Browser browser = new Browser(() -> port, () -> story.now());

  @Test
  void theGeneralManagerBorrowsReadsAndIsShutOut() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的产品")
        .does("archivist1", "fileArchive", "archiveStatus", "CLOSED", "onPaper", true, "room", "二楼", "cabinet", "A-3", "box", "12",
            "position", "左二", "keyHolder", "梁雪");
    var access = "case/%s/access".formatted(complaint.number);

    browser.as("gm1").desk(access);
    browser.reads("main", "您目前不能查看这个案卷");
    browser.press("提交");
    browser.reads(".hy-error", "必填");
    browser.fill("用途", HOSTILE);
    browser.fill("天数", "7");
    browser.choose("方式", "电子");
    browser.press("提交");
    browser.reads("table", "待审批");
    assertThat(browser.text("table")).contains(HOSTILE);
    assertThat(browser.text("main")).contains("您的申请正在等待审批").doesNotContain("申请借阅");
    assertThat(browser.isAlerting()).isFalse();
    browser.picture("desk-loan-requested");

    open("archivist1");
    browser.press("认领");
    browser.reads(".hy-form", HOSTILE);
    browser.choose("审批结论", "同意借阅");
    browser.picture("tasklist-approve-loan");
    browser.press("完成");
    browser.until("decided", () -> complaint.openTasks().isEmpty());

    browser.as("gm1").desk(access);
    browser.reads("table", "借阅中");
    assertThat(browser.text("main")).doesNotContain("您目前不能查看");
    assertThat(browser.text("main")).contains("柜 A-3");
    browser.picture("desk-loan-lent");

    story.at("2026-09-22T18:00");
    browser.as("gm1").desk(access);
    browser.reads("main", "您目前不能查看这个案卷");
    browser.reads("table", "已结束");
    browser.picture("desk-loan-expired");

    browser.as("auditor1").desk("log");
    browser.reads("table", "查看");
    browser.fill("投诉编号", complaint.number.value());
    browser.press("查询");
    browser.until("of this case alone", () -> browser.text("table").contains("借阅中"));
    browser.picture("desk-access-log");
    browser.desk("loans");
    browser.reads("table", "周建国");
    browser.picture("desk-loans");
  }

  @Test
  void theBoardOfficeTakesTheRequestForASensitiveArchiveBeforeItSeesIt() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("involvesMinorOrVulnerable", true).isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的产品").isFiled();
    browser.as("gm1").desk("case/%s/access".formatted(complaint.number));
    browser.fill("用途", "应诉");
    browser.fill("天数", "3");
    browser.press("提交");
    browser.reads("table", "待审批");

    open("board1");
    browser.reads(".hy-form", "请先在上方点击“认领”");
    assertThat(browser.text(".hy-form")).doesNotContain("应诉");
    browser.picture("tasklist-sensitive-unclaimed");
    browser.press("认领");
    browser.reads(".hy-form", "应诉");
    browser.picture("tasklist-sensitive-claimed");
  }

  /** Opens the one request for a loan in the list of the person's groups. */
  private void open(String person) {
    browser.as(person).visit("/camunda/app/tasklist/default/");
    browser.press("我们组的待办");
    browser.until("see the task", () -> {
      var card = browser.all("li.task").stream().filter(task -> task.getText().contains("审批借阅")).findFirst();
      card.ifPresent(task -> browser.click(task.findElement(By.tagName("a"))));
      return card.isPresent();
    });
  }
}
