package io.huiyin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Destruction;
import io.huiyin.report.SpreadsheetTest;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Searching, following up and disposing of archives at the archive desk, in a real browser. [000] */
@HuiyinTest
class ArchivePagesTest {

  @Autowired
  private Story story;
  @Autowired
  private TaskService tasks;
  @Autowired
  private Destruction destruction;
  @Autowired
  private JdbcClient jdbc;
  @LocalServerPort
  private int port;

  @RegisterExtension
  private final Browser browser = new Browser(() -> port, () -> story.now());

  @Test
  void theArchivistSearchesNarrowsLeafsAndTakesTheListAway() throws IOException {
    story.begins("2026-09-15T10:00");
    var first = chair().with("category", "BILLING").with("product", "=藤椅\"A1\"").isRegistered();
    story.begins("2026-09-15T10:05");
    IntStream.range(0, 20).forEach(i -> chair().isRegistered());
    story.begins("2026-09-15T10:10");
    var last = chair().isRegistered().does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason",
        "不属于本公司的产品").isFiled();

    browser.as("archivist1").desk("search");
    browser.type("input[type=search]", "椅");
    browser.press("检索");
    browser.reads(".hy-error", "每个词至少要有连在一起的两个字");
    browser.type("input[type=search]", "藤编摇椅没有这种话");
    browser.press("检索");
    browser.reads(".hy-search-count", "没有找到档案");
    browser.reads(".hy-search-nothing", "可以这样试试");

    browser.type("input[type=search]", "藤编摇椅");
    browser.press("检索");
    browser.reads(".hy-search-count", "共 22 份档案");
    assertThat(rows()).hasSize(20).first().asString().contains(last.number.value(), "2026-09-15 10:10", "已办结", "保管至 2029-09-15");
    browser.picture("archive-search-found");
    browser.press("下一页");
    browser.reads(".hy-pager", "第 2 页");
    assertThat(rows()).hasSize(2).last().asString().contains(first.number.value());
    browser.pick("排序", "登记时间，旧的在前");
    browser.reads(".hy-search-results tbody tr:first-child", first.number.value());
    browser.reads(".hy-pager", "第 1 页");

    browser.press("更多条件");
    browser.pick("类别", "账单费用");
    browser.press("检索");
    browser.reads(".hy-search-count", "共 1 份档案");
    assertThat(browser.overflowing("main")).isEmpty();
    browser.picture("archive-search-facets");
    var sheet = SpreadsheetTest.unzipped(browser.saved(() -> browser.press("导出 Excel")));
    assertThat(sheet).contains("投诉编号", first.number.value(), "账单费用", "'=藤椅\"A1\"")
        .doesNotContain("王晓梅", last.number.value(), "<f>");

    browser.press(first.number.value());
    browser.reads("h1", first.number.value());
    browser.press("检索档案");
    browser.reads(".hy-search-count", "共 1 份档案");
    assertThat(browser.find("input[type=search]").getDomProperty("value")).as("the question is still there").isEqualTo("藤编摇椅");

    browser.as("legal1").desk("search");
    browser.type("input[type=search]", "藤编摇椅");
    browser.press("检索");
    browser.reads(".hy-search-count", "没有找到档案");
    browser.reads(".hy-search-nothing", "您可以查看的档案");
    browser.desk("case/%s/overview".formatted(last.number));
    browser.reads(".hy-error", "没有这个案卷，或者您不能查看");
  }

  private Story.Caller chair() {
    return story.aComplaint().with("description", "藤编摇椅的扶手断了，老人险些摔倒");
  }

  private List<String> rows() {
    return browser.all(".hy-search-results tbody tr").stream().map(WebElement::getText).toList();
  }

  @Test
  void laterMaterialIsFollowedUpUntilItsResultIsWritten() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = filed();
    story.begins("2026-09-18T15:00");
    browser.as("archivist1").desk("case/%s/evidence".formatted(complaint.number));
    browser.chooseFiles("input[type=file]", Map.of("客户补寄的回单.txt", "运单 1Z-0042".getBytes(StandardCharsets.UTF_8)));
    browser.press("上传");
    browser.reads("main table", "客户补寄的回单.txt");
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);

    browser.press("待跟进");
    assertThat(followUp(complaint).getText()).contains("2026-09-18 15:00", "尚未核对");
    press(complaint, "跟进完毕");
    browser.until("the result is missing", () -> followUp(complaint).getText().contains("跟进完毕的，请写明结果"));
    browser.picture("archive-follow-up");
    note(complaint, "回单缺签章，已请客户补");
    press(complaint, "继续跟进");
    browser.until("it is kept", () -> followUp(complaint).getText().contains("继续跟进（梁雪 2026-09-18 15:00）"));
    assertThat(followUp(complaint).getText()).contains("回单缺签章，已请客户补");
    note(complaint, "回单已补齐");
    press(complaint, "跟进完毕");
    browser.until("it is off the list", () -> complaint.archiveStatus() == ArchiveStatus.CLOSED
        && !browser.text(".hy-follow-ups").contains(complaint.number.value()));
    assertThat(complaint.says("FOLLOW_UP_DONE")).containsExactly("待跟进核对：跟进完毕");
  }

  private WebElement followUp(Told complaint) {
    return browser.until("see the follow-up", () -> browser.all(".hy-follow-ups tbody tr").stream()
        .filter(row -> row.getText().contains(complaint.number.value())).findFirst().orElse(null));
  }

  private void press(Told complaint, String decision) {
    browser.click(followUp(complaint).findElement(By.xpath(".//button[.='%s']".formatted(decision))));
  }

  private void note(Told complaint, String text) {
    followUp(complaint).findElement(By.tagName("input")).sendKeys(text);
  }

  @Test
  void oneAppraisesAnotherApprovesAndTheCertificateStays() throws IOException {
    // what other stories left behind is no concern of this one
    jdbc.sql("update disposal_item set outcome = 'STOPPED', outcome_at = now() where outcome is null").update();
    jdbc.sql("update archive set retention_until = date '2999-12-31' where retention_until < date '2030-01-01'").update();
    story.begins("2024-03-04T10:00");
    var goes = filed();
    var stays = filed();
    story.begins("2027-03-05T09:00");
    story.joins("board1", "archivist");
    try {
      browser.as("board1").desk("disposal");
      browser.press("鉴定到期档案");
      browser.reads("h2", "鉴定中");
      var list = browser.text("h2").split(" ")[1];
      assertThat(browser.text("table")).contains(goes.number.value(), stays.number.value(), "未鉴定");
      browser.press("延长保管");
      browser.reads(".hy-error", "请填写延长到哪一天，须晚于今天");
      browser.click(browser.find("input[aria-label='选择 %s']".formatted(stays.number)));
      browser.set("延长到", "2029-12-31");
      browser.fill("延长的理由", "同批产品仍在质量追溯");
      browser.press("延长保管");
      browser.reads("[role=status]", "已注明 1 卷");
      browser.press("销毁");
      browser.reads("main", "销毁 1，延长 1，未鉴定 0");
      browser.reads("main", "全部已注明。下一步：在任务列表提交“鉴定到期档案”");
      browser.picture("archive-disposal-appraisal");

      openTask("appraiseDisposal");
      browser.press("认领");
      browser.press("完成");
      openTask("approveDisposal");
      browser.press("认领");
      browser.until("is told why not", () -> browser.text("body").contains("不能办理“批准销毁清册”，请交由同组其他同事办理"));
      assertThat(browser.text(".hy-form")).as("there is no case to read").doesNotContain("没有读出来");
      assertThat(destruction.certificate(goes.number)).isEmpty();
      browser.picture("tasklist-disposal-refused");

      browser.as("board2");
      openTask("approveDisposal");
      browser.press("认领");
      approve();
      browser.until("approved", () -> tasks.createTaskQuery().taskDefinitionKey("userTask_approveDisposal").count() == 0);
      story.meanwhile();

      browser.as("archivist1").desk("disposal");
      browser.reads("table", "已办结");
      browser.press("第 %s 号".formatted(list));
      browser.reads("h2", "已办结");
      browser.reads("main", "批准：赵丽 2027-03-05 09:00，意见：同意");
      assertThat(row(goes)).contains("销毁", "李强", "已销毁");
      assertThat(row(stays)).contains("延长保管 至 2029-12-31", "同批产品仍在质量追溯", "已延长");
      assertThat(browser.overflowing("main")).isEmpty();
      browser.picture("archive-disposal");
      assertThat(text(browser.fetched("打印销毁清册"))).contains(goes.number.value(), stays.number.value(), "档案销毁清册", "延长至 2029-12-31");

      browser.press(goes.number.value());
      browser.reads("main", "销毁证明");
      browser.picture("archive-certificate");
      assertThat(text(browser.printed())).contains("销毁证明", goes.number.value(), "2027-03-05 09:00", "李强", "赵丽",
          destruction.certificate(goes.number).orElseThrow().head()).doesNotContain("任务列表", "冻结本案档案");
    } finally {
      story.leaves("board1", "archivist");
    }
    browser.as("gm1").desk("case/%s/access".formatted(goes.number));
    browser.reads("main", "这份档案已经销毁，不再借阅");
    assertThat(browser.text("main")).doesNotContain("申请借阅");
    browser.desk("case/%s/access".formatted(stays.number));
    browser.reads("main", "申请借阅");
  }

  private void openTask(String name) {
    var id = browser.until(name + " is open", () -> tasks.createTaskQuery().taskDefinitionKey("userTask_" + name)
        .singleResult()).getId();
    browser.visit("/camunda/app/tasklist/default/#/?task=" + id);
  }

  private String task(String name) {
    return tasks.createTaskQuery().taskDefinitionKey("userTask_" + name).singleResult().getId();
  }

  private void approve() {
    browser.choose("批准结论", "批准");
    browser.fill("批准意见", "同意");
    browser.press("完成");
  }

  private String row(Told complaint) {
    return browser.all("tbody tr").stream().map(WebElement::getText).filter(text -> text.contains(complaint.number.value()))
        .findFirst().orElseThrow();
  }

  private static String text(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void aBrowserInAnotherZoneShowsAndTakesTheCompanysTime() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().isRegistered().isAccepted();
    browser.livesIn("America/New_York");
    browser.as("agent1").desk("case/%s/overview".formatted(complaint.number));
    browser.reads("main", "2026-09-15 10:00");
    assertThat(browser.text("main")).doesNotContain("2026-09-14");
    story.clockAloneMovesTo("2026-09-15T11:00");

    browser.visit("/camunda/app/tasklist/default/#/?task=" + task("firstContact"));
    browser.press("认领");
    browser.choose("联系方式", "电话");
    browser.fill("沟通内容", "已致电客户，说明正在处理");
    browser.set("沟通时间", "2026-09-15T10:45");
    browser.press("完成");
    browser.until("the task is over", () -> !complaint.openTasks().contains("userTask_firstContact"));
    assertThat(complaint.contacts()).extracting(contact -> contact.at()).contains(story.instant("2026-09-15T10:45"));
  }

  /** What a page holds depends on the story; that it can be read does not. */
  @Test
  void everyPageFitsAWideScreenAndANarrowOneAndHoldsNothingThatIsNoText() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = filed();
    for (var page : List.of("archivist1 search", "archivist1 loans", "archivist1 follow-up", "archivist1 disposal",
        "archivist1 proof", "archivist1 report", "auditor1 log", "auditor1 overview", "auditor1 evidence", "agent1 forms",
        "auditor1 checks", "auditor1 verification", "archivist1 access", "archivist1 retention",
        "archivist1 paper", "board1 confidentiality")) {
      var person = page.split(" ")[0];
      var name = page.split(" ")[1];
      var section = List.of("overview", "evidence", "forms", "checks", "verification", "access", "retention", "paper",
          "confidentiality").contains(name);
      browser.as(person).size(1440, 900);
      browser.desk(section ? "case/%s/%s".formatted(complaint.number, name) : name);
      browser.reads("h1", "");
      browser.until(name + " is read", () -> !browser.text("main").contains("正在"));
      for (var width : List.of(420, 1440)) {
        browser.size(width, 900);
        assertThat(browser.overflowing("main")).as("%s, %d wide", name, width).isEmpty();
        browser.save(Path.of("target/screenshots", "page-%s-%d.png".formatted(name, width)));
      }
      assertThat(browser.text("main")).as(name).doesNotContain("undefined", "null", "NaN", "[object", "false", "没有这个地址");
    }
  }

  private Told filed() {
    return story.aComplaint().isRegistered().does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason",
        "不属于本公司的产品").isFiled();
  }
}
