package io.huiyin.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.Archives;
import io.huiyin.archive.CaseForms;
import io.huiyin.archive.NewEntry;
import io.huiyin.archive.PrintedForm;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.Person;
import io.huiyin.print.PrintedCaseForms.Offer;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.preflight.parser.PreflightParser;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The paper forms say what is on record, look like paper forms, and nothing is cut or missing. [000][001][003] */
@HuiyinTest
class PrintedFormsTest {

  @Autowired
  Story story;
  @Autowired
  PrintedCaseForms forms;
  @Autowired
  Archives archives;
  TransactionTemplate transactions;

  @Autowired
  void transactions(PlatformTransactionManager manager) {
    transactions = new TransactionTemplate(manager);
  }

  private Told complaint;

  private List<PrintedForm> printed() {
    return forms.drafts(complaint.number).stream().map(CaseForms.Draft::print).toList();
  }

  private PrintedForm print(CaseForm form, boolean full) {
    return forms.print(new Person("agent1", "陈静", "", Set.of("cs-agent")), complaint.number, form.code(), full);
  }

  @Test
  void aCaseThatTookManyTurnsPrintsAllItsForms() {
    aLongWay();

    printed();
    var begin = System.nanoTime();
    var printed = printed().stream()
        .collect(Collectors.toMap(PrintedForm::title, form -> form));
    assertThat(printed).hasSize(CaseForm.values().length);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("ten forms").isLessThan(Duration.ofSeconds(30));
    printed.values().forEach(Paper::keep);
    assertThat(forms.offers(complaint.number)).extracting(Offer::missing).containsOnlyNulls();
    assertThat(printed.values()).extracting(PrintedForm::fileName).doesNotHaveDuplicates()
        .contains(complaint.number + "-01-客户投诉登记表.pdf", complaint.number + "-10-纠正预防措施报告.pdf");

    assertThat(Paper.text(printed.get("客户投诉登记表"))).contains(complaint.number.value(), "王晓梅", "138", "☑ 电话", "☐ 现场",
        "包裹一周未到，客服电话打不通", "尽快送达并道歉", "☑ 受理", "净水器 A3", "金卡", "陈静");
    assertThat(Paper.text(printed.get("客户投诉单"))).contains("☑ 物流履约", "客户（签字）", "答复时限");
    assertThat(Paper.text(printed.get("投诉任务分配记录表"))).contains("仓储物流部", "☑ 一般", "首次响应", "办结", "客服主管");
    assertThat(Paper.text(printed.get("投诉处理方案表"))).contains("第 2 版", "分拣错误", "补发并复核分拣流程", "500", "☑ 同意",
        "以前的版本", "第 1 版", "2026-09-30");
    assertThat(Paper.text(printed.get("客户投诉处理记录表"))).contains("补发并道歉，运费由物流承担", "☑ 有异议", "地址是客户填错的",
        "☑ 修改意见，退回客服", "补发并道歉，运费各半", "仓储物流部 60%", "地址没有校验", "办结时限延长 2 个工作日");
    assertThat(Paper.text(printed.get("客户投诉处理追踪表"))).contains("首次响应", "按时完成", "登记投诉，编号", "客户确认处理结果");
    assertThat(Paper.text(printed.get("客户沟通记录表"))).contains("已致电客户，说明正在处理", "我方联系客户");
    assertThat(Paper.text(printed.get("客户结果确认表"))).contains("已补发，预计明天送达", "告知方式 电话", "☑ 认可", "☑ 电话确认", "☐ 书面签字");
    assertThat(Paper.text(printed.get("客户投诉满意度调查表"))).contains("☑ 2 分", "☑ 5 分", "等待太久", "低分回访");
    assertThat(Paper.text(printed.get("纠正/预防措施报告"))).contains("第 2 次", "标签模糊", "复核分拣流程", "下单页加装地址校验",
        "☑ 无效，重新整改", "☑ 有效", "抽查无误");
  }

  @Test
  void whatIsOnePageOnPaperIsOnePageHere() {
    aSmallMatter();

    for (var form : List.of(CaseForm.REGISTRATION, CaseForm.SLIP, CaseForm.HANDLING, CaseForm.CONTACTS,
        CaseForm.CONFIRMATION, CaseForm.SURVEY)) {
      var printed = print(form, true);
      assertThat(Paper.pages(printed)).as(form.title()).isEqualTo(1);
      assertThat(Paper.text(printed)).contains("第 1 页，共 1 页", "打印时间 2026-09-15 10:00",
          complaint.number + "　" + form.title());
    }
  }

  @Test
  void aLongNarrativeFlowsOnToTheNextPageAndEndsWhole() {
    story.begins("2026-09-15T10:00");
    var lines = IntStream.rangeClosed(1, 150).mapToObj(line -> "第" + line + "句：快递员三次未按约定上门，电话里说法不一。")
        .toList();
    complaint = story.aComplaint().with("description", String.join("", lines)).isRegistered();

    var printed = print(CaseForm.REGISTRATION, true);

    Paper.keep(printed);
    assertThat(Paper.pages(printed)).isGreaterThan(1);
    var text = Paper.text(printed).replaceAll("\\s", "");
    assertThat(lines).allSatisfy(line -> assertThat(line.substring(0, line.indexOf('：'))).satisfies(at ->
        assertThat(text).contains(at + "：")));
    assertThat(text).contains("第2页，共");
  }

  @Test
  void contactsAreMaskedForThoseWhoOnlyRead() {
    aSmallMatter();

    var masked = Paper.text(print(CaseForm.REGISTRATION, false));
    assertThat(masked).contains("王**", "****").doesNotContain("王晓梅");
    assertThat(Paper.text(print(CaseForm.REGISTRATION, true))).contains("王晓梅");
  }

  @Test
  void rareNamesHaveTheirCharacters() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("customerName", "𠮷田喆䶮").with("description", "经办人珺、堃、㛃、赟与𬭎的答复不一；¥3,000.00，约２℃，①②③ “引号”——破折号…")
        .isRegistered();

    var printed = print(CaseForm.REGISTRATION, true);

    Paper.keep(printed);
    assertThat(Paper.text(printed)).contains("𠮷田喆䶮", "珺、堃、㛃、赟与𬭎").doesNotContain(PdfPrinter.MISSING);
  }

  @Test
  void aCharacterThatNoFontHasIsVisiblyMissing() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("description", "服务太差😡！\u200b再不来就投诉到底").isRegistered();

    assertThat(Paper.text(print(CaseForm.REGISTRATION, true)))
        .contains("服务太差〓！再不来就投诉到底");
  }

  @Test
  void whatTheCustomerWroteIsNeverMarkup() {
    story.begins("2026-09-15T10:00");
    var injection = "<b>粗体</b><img src='file:///etc/passwd'/></td></table>&amp;]]> <style>td{display:none}</style>";
    complaint = story.aComplaint().with("description", injection).with("customerName", "</title><h1>王").isRegistered();

    var printed = print(CaseForm.REGISTRATION, true);

    assertThat(Paper.text(printed).replaceAll("\\s", "")).contains(injection.replaceAll("\\s", ""))
        .contains("</title><h1>王", "尽快送达并道歉", "四、登记");
  }

  @Test
  void whatACaseDoesNotHaveYetIsNamed() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered();

    assertThat(forms.offers(complaint.number)).extracting(Offer::code, Offer::missing)
        .contains(tuple("survey", "客户还没有评价"),
            tuple("plan", "还没有制定处理方案"));
    assertThat(printed()).extracting(PrintedForm::title)
        .containsExactly("客户投诉登记表", "客户投诉单", "客户投诉处理追踪表");
    assertThatThrownBy(() -> print(CaseForm.SURVEY, true))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("客户还没有评价");
  }

  @Test
  void forThePackageTheSameRecordIsTheSameFile() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered();
    var first = printed();

    assertThat(printed()).usingRecursiveComparison().isEqualTo(first);
    assertThat(Paper.text(first.get(0))).doesNotContain("打印时间");
  }

  @Test
  void aDestroyedArchivePrintsNothing() {
    aSmallMatter();
    transactions.executeWithoutResult(status -> archives.append(complaint.number, List.of(new NewEntry(
        Archives.PAYLOADS_DESTROYED, "保管期满，内容已销毁", "archivist1", "ARCHIVE", story.now(), null))));

    assertThat(printed()).isEmpty();
    assertThat(forms.offers(complaint.number)).extracting(Offer::missing).containsOnly("档案已按期销毁，没有可以打印的内容");
  }

  @Test
  void aWordWithoutEndStaysInsideItsCell() throws IOException {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("description", "见 https://example.com/" + "order-8848".repeat(60)).isRegistered();

    var printed = print(CaseForm.REGISTRATION, true);

    Paper.keep(printed);
    try (var pdf = Loader.loadPDF(printed.pdf())) {
      var width = pdf.getPage(0).getMediaBox().getWidth();
      new PDFTextStripper() {
        @Override
        protected void writeString(String text, List<TextPosition> positions) {
          assertThat(positions).allSatisfy(one -> assertThat(one.getXDirAdj() + one.getWidthDirAdj()).isLessThan(width - 30));
        }
      }.getText(pdf);
    }
  }

  @Test
  void theFontsAreInTheFile() throws IOException {
    aSmallMatter();

    try (var pdf = Loader.loadPDF(print(CaseForm.REGISTRATION, true).pdf())) {
      for (var page : pdf.getPages()) {
        for (var name : page.getResources().getFontNames()) {
          var font = page.getResources().getFont(name);
          assertThat(font.isEmbedded()).as(font.getName()).isTrue();
          assertThat(font.getName()).as("a subset of our own").matches("[A-Z]{6}\\+Huiyin(Sans|Rare|Wide).*");
        }
      }
      assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("zh-CN");
    }
  }

  /** PDF/A, the form for keeping: nothing depends on what a later reader has installed. */
  @Test
  void theFileIsMadeForKeeping() throws IOException {
    aSmallMatter();
    var file = Files.createTempFile("form", ".pdf");
    Files.write(file, print(CaseForm.REGISTRATION, true).pdf());

    assertThat(PreflightParser.validate(file.toFile()).getErrorsList())
        .extracting(error -> error.getErrorCode() + " " + error.getDetails()).isEmpty();
  }

  private void aSmallMatter() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
        "只晚了一天");
    complaint.isContacted().does("agent1", "settleDirectly", "measures", "催促配送", "settlement", "已送达");
    complaint.isTold().isConfirmed().isRated(5, 4, 5);
  }

  private void aLongWay() {
    story.begins("2026-04-14T10:00");
    complaint = story.aComplaint().with("issuePoint", "下单页不校验地址").with("product", "净水器 A3")
        .with("memberLevel", "金卡").with("orderNumber", "SO-20260401-88").with("occurredPlace", "杭州市西湖区")
        .with("claimAmount", 1280.5).isRegistered();
    story.after(Duration.ofMinutes(12));
    complaint.isAccepted().isContacted();
    story.after(Duration.ofHours(2));
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉，运费由物流承担");
    complaint.does("logistics1", "confirmOpinion", "unitAnswer", "OBJECT", "unitObjection", "地址是客户填错的");
    complaint.does("board1", "reviewObjection", "reviewDecision", "REVISE", "reviewReason", "下单页没有校验地址，运费由双方分担");
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉，运费各半");
    complaint.does("logistics1", "confirmOpinion", "unitAnswer", "AGREE");
    story.after(Duration.ofHours(3));
    complaint.happens("logistics1", "ExtensionRequested", "clock", "RESOLUTION", "extendBy", "2WD",
        "reason", "等待承运商回复", "interimMeasures", "先寄出备用机");
    complaint.does("super1", "approveExtension", "extensionDecision", "APPROVED", "extensionComment", "同意");
    complaint.isPlannedBy("logistics1", 900, 1).does("super1", "reviewPlan", "planDecision", "REJECTED",
        "planComment", "费用偏高，请写明承运商承担的部分");
    complaint.isPlannedBy("logistics1", 500, 1).isApprovedBy("super1", "reviewPlan").isExecutedBy("logistics1").isTold();
    complaint.isConfirmed();
    complaint.does("board1", "determineResponsibility", "split", "unit-logistics:60,unit-it:30,unit-product:10",
        "responsibilityReason", "地址没有校验", "correctiveDecision", "ORDER", "correctiveUnit", "unit-logistics",
        "correctiveTask", "地址错误屡次发生");
    complaint.does("agent1", "collectSurvey", "efficiency", 2, "attitude", 5, "solution", 5, "suggestion", "请早一点告诉我进展");
    complaint.does("super1", "callBack", "callBackCause", "等待太久", "callBackSuggestion", "加派配送员");
    corrected("复核分拣流程|logistics1|2026-04-30", "logistics1");
    complaint.does("manager1", "checkEffect", "effect", "NOT_EFFECTIVE", "effectRecord", "抽查 20 单仍有 3 单地址错误");
    corrected("下单页加装地址校验|it1|2026-05-08", "it1");
    complaint.does("manager1", "checkEffect", "effect", "EFFECTIVE", "effectRecord", "抽查无误",
        "returnVisitOn", "2026-05-20");
  }

  private void corrected(String measure, String owner) {
    complaint.does("logistics1", "writeCorrectiveReport", "problem", "误投", "rootCause", "标签模糊", "correction", "补发",
        "correctiveAction", "换标签", "preventiveAction", "查同批", "correctiveMeasures", measure,
        "verificationMethod", "抽查");
    complaint.does("board1", "handOverReport");
    complaint.does(owner, "carryOutMeasure", "measureResult", "已完成", "measureDoneOn", "2026-04-14");
  }

  /** A printed form as a reader of paper has it. */
  static final class Paper {

    private static final Path KEPT = Path.of("target", "forms");

    static String text(PrintedForm form) {
      try (var pdf = Loader.loadPDF(form.pdf())) {
        return new PDFTextStripper().getText(pdf).replaceAll("\\R", "").replace('\u2003', '\u3000');
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    static int pages(PrintedForm form) {
      try (var pdf = Loader.loadPDF(form.pdf())) {
        return pdf.getNumberOfPages();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Leaves the form and a picture of each page for people to look at. */
    static void keep(PrintedForm form) {
      try (var pdf = Loader.loadPDF(form.pdf())) {
        Files.createDirectories(KEPT);
        var name = form.fileName().replaceFirst("-CS-", "-").replace(".pdf", "");
        Files.write(KEPT.resolve(name + ".pdf"), form.pdf());
        for (var page = 0; page < pdf.getNumberOfPages(); page++) {
          ImageIO.write(new PDFRenderer(pdf).renderImageWithDPI(page, 90), "png",
              KEPT.resolve("%s-%d.png".formatted(name, page + 1)).toFile());
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
