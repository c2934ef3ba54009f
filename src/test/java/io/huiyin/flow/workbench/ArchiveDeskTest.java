package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.huiyin.HuiyinTest;
import io.huiyin.report.Spreadsheet;
import io.huiyin.report.SpreadsheetTest;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.server.ResponseStatusException;

/** The archive desk: whatever people wrote while they handled a case finds it, and who looked is on record. */
@HuiyinTest
class ArchiveDeskTest {

  @Autowired
  Story story;
  @Autowired
  ArchiveSearchController desk;
  @Autowired
  JdbcClient jdbc;

  @BeforeEach
  void begin() {
    story.begins("2026-09-15T10:00");
  }

  /** Registered, talked about, settled, told, confirmed, rated and filed. */
  private Told filed(String description, String settlement) {
    var complaint = story.aComplaint().with("description", description).with("category", "BUSINESS_PROCESS")
        .with("product", "云端相册").with("issuePoint", "导出失败").isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "priority", "P2",
        "ratingChangeReason", "影响很小");
    complaint.does("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "已致电，客户提到羽毛球馆门口的基站");
    complaint.does("agent1", "settleDirectly", "measures", "后台重建索引", "settlement", settlement);
    return complaint.isTold().isConfirmed().isRated(5, 4, 4);
  }

  @Test
  void whatWasWrittenInAnyStepFindsTheCase() {
    var complaint = filed("相册导出到一半卡住，旧照片缺了三百张", "补传缺失的缩略图");
    for (var words : List.of("旧照片缺了", "缩略图", "重建索引", "羽毛球馆 缩略图", "预计明天送达")) {
      assertThat(numbers("archivist1", Map.of("q", words))).as(words).contains(complaint.number.value());
    }
    var line = results("archivist1", Map.of("q", "缺失的缩略图", "handler", "agent1")).hits().get(0);
    assertThat(List.of(line.number(), line.category(), line.product(), line.archiveStatus().label()))
        .isEqualTo(List.of(complaint.number.value(), "业务流程", "云端相册", "待处理"));
    assertThat(numbers("legal1", Map.of("q", "缺失的缩略图"))).as("none of theirs").isEmpty();
    assertThatThrownBy(() -> desk.search(Map.of())).isInstanceOf(ResponseStatusException.class).hasMessageContaining("401");
  }

  @Test
  void openingAHitIsOnRecordAsSuch() {
    var complaint = filed("相册分享链接打不开", "重新签发证书");
    var view = as("archivist1", () -> desk.open(complaint.number.value(), true)).getBody();
    assertThat(view.customer().customerName()).isEqualTo("王**");
    assertThat(view.description()).isEqualTo("相册分享链接打不开");
    assertThat(view.file().timeline()).isNotEmpty();
    as("agent1", () -> desk.open(complaint.number.value(), false));
    assertThat(log(complaint)).contains("archivist1 SEARCH_HIT", "agent1 VIEW");
    assertThatThrownBy(() -> as("legal1", () -> desk.open(complaint.number.value(), true)))
        .isInstanceOf(ResponseStatusException.class).hasMessageContaining("404");
  }

  @Test
  void anExportHoldsTheHitsWithoutTheCustomerAndIsOnRecord() throws IOException {
    var complaint = filed("相册封面被替换成广告图", "下架广告位");
    var file = as("archivist1", () -> desk.export(Map.of("q", "封面被替换")));
    assertThat(file.getHeaders().getContentType()).hasToString(Spreadsheet.MEDIA_TYPE);
    assertThat(SpreadsheetTest.unzipped(file.getBody())).contains(complaint.number.value(), "业务流程", "云端相册", "投诉编号")
        .doesNotContain("王晓梅", "广告图");
    assertThat(log(complaint)).contains("archivist1 EXPORT");
  }

  @Test
  void aNewComplaintSeesHowItsLikeWasSolved() {
    var past = filed("相册导出失败，提示空间不足，其实还有一半", "扩容并清理缓存");
    past.waitsAt("fileArchive").isFiled();
    var now = story.aComplaint().with("description", "相册导出失败，一直提示空间不足").with("category", "BUSINESS_PROCESS")
        .with("product", "云端相册").with("issuePoint", "导出失败").isRegistered();

    var brief = as("archivist1", () -> desk.similar(now.number.value(), false)).getBody();
    assertThat(brief).extracting(ArchiveView.SimilarView::number).contains(past.number.value());
    assertThat(brief).extracting(ArchiveView.SimilarView::result).containsOnlyNulls();
    assertThat(log(past)).as("nobody read it yet").doesNotContain("archivist1 VIEW");

    var solved = as("archivist1", () -> desk.similar(now.number.value(), true)).getBody().stream()
        .filter(one -> one.number().equals(past.number.value())).findFirst().orElseThrow();
    assertThat(solved.alike()).containsExactly("问题点相同", "产品相同", "内容相近");
    assertThat(solved.measures()).isEqualTo("后台重建索引");
    assertThat(solved.result()).isEqualTo("已补发，预计明天送达");
    assertThat(solved.rating()).isCloseTo(4.33, within(0.01));
    assertThat(log(past)).contains("archivist1 VIEW");

    var other = story.aComplaint().with("description", "门锁没电后打不开").with("category", "SYSTEM_FAULT").isRegistered();
    assertThat(as("agent1", () -> desk.similar(other.number.value(), true)).getBody()).isEmpty();
  }

  private List<String> numbers(String user, Map<String, Object> question) {
    return results(user, question).hits().stream().map(ArchiveView.Line::number).toList();
  }

  private ArchiveView.Results results(String user, Map<String, Object> question) {
    return as(user, () -> desk.search(question)).getBody();
  }

  private <T> T as(String user, Supplier<T> action) {
    return story.as(user, action);
  }

  private List<String> log(Told complaint) {
    return jdbc.sql("select person || ' ' || action from access_log where number = ? order by id")
        .param(complaint.number.value()).query(String.class).list();
  }
}
