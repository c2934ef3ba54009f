package io.huiyin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.Evidence;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.story.Story;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What people see and do in Tasklist and Cockpit, in a real browser. */
@HuiyinTest
class WorkbenchTest {

  private static final String HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}";

  @Autowired
  private Story story;
  @Autowired
  private EvidenceStore evidence;
  @LocalServerPort
  private int port;

  @RegisterExtension
  private final Browser browser = new Browser(() -> port, () -> story.now());

  @Test
  void anAgentRegistersAComplaintAndIsToldWhatIsMissing() throws IOException {
    story.begins("2026-09-15T10:00");
    browser.open("tasklist", "agent1", "");
    browser.press("启动流程");
    browser.press("投诉处理");
    browser.choose("来访渠道", "电话");
    browser.fill("索赔金额", "很多");
    browser.press("启动");
    assertThat(browser.field("联系电话").getText()).contains("请填写“联系电话”");
    assertThat(browser.field("投诉内容").getText()).contains("请填写“投诉内容”");
    assertThat(browser.field("索赔金额").getText()).contains("应当是数字");
    browser.reads(".hy-summary", "还有 4 处需要改正");
    browser.picture("tasklist-start");

    browser.fill("客户姓名或称呼", "王晓梅");
    browser.fill("联系电话", "13812345678");
    browser.fill("投诉内容", HOSTILE);
    browser.choose("投诉类别", "物流履约");
    browser.fill("索赔金额", "1200.50");
    browser.press("启动");
    browser.until("the window closes", () -> browser.all(".modal-content").isEmpty());

    var complaint = story.theOnlyComplaint();
    complaint.waitsAt("userTask_acceptAndClassify", "userTask_firstContact");
    assertThat(complaint.complaint().registeredBy()).isEqualTo("agent1");
    assertThat(complaint.complaint().claimAmount()).isEqualByComparingTo("1200.50");
    assertThat(browser.isAlerting()).isFalse();
  }

  @Test
  void theSupervisorFindsTheCaseInTheListAndAcceptsIt() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("description", HOSTILE).with("customerPhone", "13512340000")
        .without("customerEmail").isRegistered();
    story.aComplaint().with("category", "BILLING").isRegistered();
    story.aComplaint().with("safetyRisk", true).isRegistered();
    browser.open("tasklist", "super1", "");
    takeTask("受理定级", complaint);
    browser.reads(".hy-panel", complaint.number.value());
    assertThat(browser.text(".hy-clocks")).contains("首次响应", "办结", "受理定级", "剩余", "截止");
    assertThat(browser.text(".hy-panel")).contains(HOSTILE, "135****0000").doesNotContain("13512340000");
    assertThat(browser.all(".hy-panel img")).isEmpty();
    assertThat(browser.isAlerting()).isFalse();

    browser.picture("tasklist-case");
    browser.choose("受理结论", "受理");
    browser.choose("责任单位", "仓储物流部");
    browser.press("完成");
    browser.until("the task is over", () -> !complaint.openTasks().contains("userTask_acceptAndClassify"));
    assertThat(complaint.complaint().leadUnit()).isEqualTo("unit-logistics");
  }

  @Test
  void theResponsibleUnitUploadsEvidenceAndConfirms() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics")
        .does("agent1", "writeOpinion", "opinion", "建议补发并致歉");
    browser.open("tasklist", "logistics1", "");
    takeTask("责任单位确认意见", complaint);
    browser.reads(".hy-earlier", "建议补发并致歉");
    browser.chooseFile("input[type=file]", "现场照片.png", png());
    browser.press("上传");
    browser.reads(".hy-files", "现场照片.png");

    browser.choose("责任单位意见", "无异议");
    browser.press("完成");
    browser.until("the task is over", () -> !complaint.openTasks().contains("userTask_confirmOpinion"));
    assertThat(evidence.list(complaint.number)).extracting(Evidence::fileName).containsExactly("现场照片.png");
    assertThat(evidence.list(complaint.number)).extracting(Evidence::mediaType).containsExactly("image/png");
  }

  @Test
  void severalFilesAreUploadedEachWithItsProgress() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics")
        .does("agent1", "writeOpinion", "opinion", "建议补发并致歉");
    browser.open("tasklist", "logistics1", "");
    takeTask("责任单位确认意见", complaint);
    browser.reads(".hy-upload", "可多选");
    var files = new LinkedHashMap<String, byte[]>();
    files.put("外箱破损 照片.png", noise(400, 300));
    files.put("程序.exe", "MZ\0\0".repeat(20_000).getBytes(StandardCharsets.ISO_8859_1));
    files.put("内件（二）.png", noise(900, 600));
    browser.chooseFiles("input[type=file]", files);
    browser.dropFiles(".hy-drop", Map.of("运单.txt", "运单 1Z-0042".getBytes(StandardCharsets.UTF_8)));
    assertThat(uploads()).hasSize(4).allMatch(row -> row.contains("待上传"));
    browser.sendsAtMost(300_000);
    browser.press("上传");
    browser.until("the third is under way", () -> uploads().get(2).matches("(?s).*上传中 [1-9]\\d?%.*"));
    assertThat(uploads().get(0)).contains("外箱破损 照片.png", "已上传");
    assertThat(uploads().get(1)).contains("程序.exe", "没有上传成功：不接受这种文件", "重试");
    assertThat(uploads().get(3)).contains("运单.txt", "待上传");
    browser.picture("tasklist-upload");

    browser.sendsAtMost(0);
    browser.until("all are done", () -> uploads().get(3).contains("已上传"));
    browser.press("重试");
    browser.until("it was tried again", () -> uploads().get(1).contains("没有上传成功：不接受这种文件"));
    assertThat(evidence.list(complaint.number)).extracting(Evidence::fileName)
        .containsExactly("外箱破损 照片.png", "内件（二）.png", "运单.txt");
    browser.until("both pictures show small", () -> browser.all(".hy-files .hy-thumbnail").stream()
        .filter(picture -> !"0".equals(picture.getDomProperty("naturalWidth"))).count() == 2);

    var evidenceList = "case/%s/evidence".formatted(complaint.number);
    browser.desk(evidenceList);
    browser.reads("main", "内件（二）.png");
    browser.until("the picture shows small", () -> browser.all("main .hy-thumbnail").stream()
        .filter(picture -> !"0".equals(picture.getDomProperty("naturalWidth"))).count() == 2);
    browser.chooseFiles("input[type=file]", Map.of("补充说明.txt", "已补发".getBytes(StandardCharsets.UTF_8)));
    browser.press("上传");
    browser.reads("main table", "补充说明.txt");
    browser.picture("archive-evidence");

    browser.as("auditor1").desk(evidenceList);
    browser.reads("main", "内件（二）.png");
    assertThat(browser.all("input[type=file]")).isEmpty();
  }

  private List<String> uploads() {
    return browser.all(".hy-uploads li").stream().map(WebElement::getText).toList();
  }

  /** A picture that does not get smaller by packing. */
  private static byte[] noise(int width, int height) throws IOException {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(width);
    for (var y = 0; y < height; y++) {
      for (var x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt(0x1000000) & (x > width / 2 ? 0xFF8080 : 0x80FFFF));
      }
    }
    return png(picture);
  }

  @Test
  void theManagerSeesWhatIsOverdueAndWhoHoldsIt() throws IOException {
    story.begins("2026-09-15T09:00");
    var urgent = story.aComplaint().with("safetyRisk", true).isRegistered();
    var plain = story.aComplaint().with("customerPhone", "13700000001").without("customerEmail").isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");
    story.at("2026-09-16T10:00");

    browser.open("cockpit", "manager1", "");
    browser.reads(".hy-counts", "2 件投诉涉及");
    var response = line(plain.number.value(), "首次响应");
    assertThat(response.getText())
        .contains("首次联系客户", "客服专员（未认领）", "已转督办", "督办超时", "客服经理（未认领）", "仓储物流部", "截止 2026-09-1");
    assertThat(line(urgent.number.value(), "首次响应").getText()).contains("已再次升级", "P0 紧急");
    browser.picture("cockpit-overdue");

    browser.press("超时与升级");
    browser.until("the list has a page of its own", () -> browser.all(".dashboard").isEmpty() && !lines().isEmpty());
    browser.pick("按优先级筛选", "P0 紧急");
    browser.until("only P0 is left", () -> !lines().isEmpty()
        && lines().stream().allMatch(row -> row.getText().contains(urgent.number.value())));
    browser.pick("按优先级筛选", "全部优先级");
    browser.click(line(plain.number.value(), "首次响应").findElement(By.tagName("a")));
    browser.reads(".hy-clocks-tab", "已超时");
    assertThat(browser.text(".hy-clocks-tab")).contains(plain.number.value(), "开始计时", "预警", "超时");
    browser.picture("cockpit-instance");
  }

  @Test
  void anAgentHandsATaskOverAndItsNewHolderGivesItBack() throws IOException {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");
    browser.open("tasklist", "agent1", "");
    takeTask("填写处理意见", complaint);
    browser.reads(".hy-tools", "转办");
    assertThat(browser.text(".hy-tools")).contains("催办", "抄送", "更多").doesNotContain("退回");
    browser.press("转办");
    browser.press("取消");
    browser.until("the dialogue closes", () -> browser.all("dialog").isEmpty());

    browser.press("转办");
    pressInDialogue("转办");
    browser.reads("dialog", "请选择“给谁”");
    browser.choose("给谁", "同事");
    browser.choose("同事", "宋岩");
    browser.fill("原因", HOSTILE);
    pressInDialogue("转办");
    browser.reads("dialog", "宋岩不办理投诉任务");
    browser.choose("同事", "刘洋");
    browser.fill("原因", "明天起外出培训，请接手");
    browser.picture("tasklist-hand-over");
    pressInDialogue("转办");
    browser.until("the dialogue closes", () -> browser.all("dialog").isEmpty());
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent2");

    complaint.does("agent2", "writeOpinion", "opinion", "建议补发并致歉");
    browser.open("tasklist", "logistics1", "");
    takeTask("责任单位确认意见", complaint);
    browser.reads(".hy-tools", "退回");
    browser.press("催办");
    browser.fill("催办说明", "客户在等");
    pressInDialogue("催办");
    browser.reads(".hy-panel", "催办 1 次");
    browser.press("退回");
    browser.fill("退回原因", HOSTILE);
    pressInDialogue("退回");
    browser.until("the dialogue closes", () -> browser.all("dialog").isEmpty());
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent2");

    browser.open("tasklist", "agent2", "");
    openTask("填写处理意见", complaint); // what is mine is shown first
    browser.reads(".hy-came-by", "退回原因：" + HOSTILE);
    browser.press("更多");
    assertThat(browser.text(".hy-menu")).contains("申请延期", "暂停计时", "撤诉").doesNotContain("重新定级", "恢复计时");
    browser.picture("tasklist-tools");
    assertThat(browser.isAlerting()).isFalse();

    browser.press("代理人");
    browser.choose("代理人", "陈静");
    browser.picture("tasklist-stand-in");
    browser.press("取消");
    browser.press("抄送给我的");
    browser.reads("dialog", "没有抄送给您的投诉");
  }

  private void pressInDialogue(String text) {
    browser.until("press " + text, () -> {
      var button = browser.all("dialog button[type=submit]").stream()
          .filter(one -> one.isDisplayed() && one.isEnabled() && one.getText().equals(text)).findFirst();
      button.ifPresent(browser::click);
      return button.isPresent();
    });
  }

  /** From the list of the group, as people do. */
  private void takeTask(String name, Story.Told complaint) {
    browser.press("我们组的待办");
    openTask(name, complaint);
    browser.press("认领");
  }

  private void openTask(String name, Story.Told complaint) {
    browser.until("see the task " + name, () -> {
      var card = browser.all("li.task").stream().filter(task -> task.getText().contains(name)
          && task.getText().contains(complaint.number.value())).findFirst();
      card.ifPresent(task -> browser.click(task.findElement(By.tagName("a"))));
      return card.isPresent();
    });
  }

  private List<WebElement> lines() {
    return browser.all(".hy-overdue tbody tr");
  }

  private WebElement line(String number, String clock) {
    return browser.until("see %s of %s".formatted(clock, number), () -> lines().stream()
        .filter(row -> row.getText().contains(number) && row.getText().contains(clock)).findFirst().orElse(null));
  }

  private static byte[] png() throws IOException {
    return png(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    var content = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", content);
    return content.toByteArray();
  }
}
