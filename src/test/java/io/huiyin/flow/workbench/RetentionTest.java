package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.Disposal;
import io.huiyin.archive.Disposal.Outcome;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.workbench.DisposalController.Marks;
import io.huiyin.flow.workbench.RetentionController.RetentionView;
import io.huiyin.story.Story;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.server.ResponseStatusException;

/** The end of an archive at the archive desk: what each sees of it and may do, and what is refused. */
@HuiyinTest
class RetentionTest {

  @Autowired
  Story story;
  @Autowired
  RetentionController retention;
  @Autowired
  DisposalController disposal;
  @Autowired
  Disposal lists;
  @Autowired
  TaskService tasks;
  @Autowired
  JdbcClient jdbc;

  private Story.Told complaint;
  private String number;

  @BeforeEach
  void anArchiveWhoseTermIsOver() {
    jdbc.sql("update disposal_item set outcome = 'STOPPED', outcome_at = now() where outcome is null").update();
    anArchiveWhoseTermIsOver(false);
  }

  private void anArchiveWhoseTermIsOver(boolean sensitive) {
    jdbc.sql("update archive set retention_until = date '2999-12-31' where retention_until < date '2030-01-01'").update();
    story.begins("2024-03-04T10:00");
    complaint = story.aComplaint().with("involvesMinorOrVulnerable", sensitive).isRegistered().hasDocument("agent1", "OTHER");
    complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关").isFiled().isOver();
    number = complaint.number.value();
    story.begins("2027-03-05T09:00");
  }

  @Test
  void theSectionSaysHowLongAndWhatHolds() {
    story.as("archivist1", () -> retention.place(number, Map.of("reason", "（2027）沪01民初12号")));
    var view = seen("archivist1");
    assertThat(view.status()).isEqualTo("已办结");
    assertThat(view.until()).isEqualTo("2027-03-04");
    assertThat(view.legalBasis()).isNotBlank();
    assertThat(view.expired()).isTrue();
    assertThat(view.held()).isTrue();
    assertThat(view.mayHold()).isTrue();
    assertThat(view.holds()).singleElement().satisfies(hold -> {
      assertThat(hold.reason()).isEqualTo("（2027）沪01民初12号");
      assertThat(hold.placedBy()).isEqualTo("梁雪");
      story.as("archivist1", () -> retention.lift(number, hold.id(), Map.of("reason", "已结案")));
    });
    assertThat(seen("archivist1").holds()).singleElement()
        .satisfies(hold -> assertThat(hold.liftReason()).isEqualTo("已结案"));
    assertThat(seen("auditor1").mayHold()).isFalse();
    assertThat(seen("auditor1").mayAskErasure()).isFalse();
    assertThat(jdbc.sql("select count(*) from access_log where number = ? and detail = 'retention'").param(number)
        .query(Long.class).single()).isPositive();
  }

  @Test
  void onlyThoseWhoKeepTheArchiveHoldItAndOnlyServiceRegistersARequest() {
    refused(403, "auditor1", () -> retention.place(number, Map.of("reason", "x")));
    refused(403, "auditor1", () -> retention.lift(number, 1, Map.of("reason", "x")));
    refused(403, "auditor1", () -> retention.askErasure(number));
    for (var stranger : List.of("logistics1", "it-head1", "crm1", "owner1", "admin")) {
      refused(404, stranger, () -> retention.retention(number));
      refused(404, stranger, () -> retention.place(number, Map.of("reason", "x")));
      refused(404, stranger, () -> retention.askErasure(number));
    }
    refused(404, "archivist1", () -> retention.retention("20240304-CS-9999"));
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> story.as("archivist1", () -> retention.place(number, Map.of())));
  }

  /** It is nobody's to see but the named; still a court may want it kept. */
  @Test
  void theBoardOfficeHoldsAHighlySensitiveArchiveThatItNeedNotSee() {
    anArchiveWhoseTermIsOver(true);
    refused(404, "archivist1", () -> retention.place(number, Map.of("reason", "（2027）沪01民初12号")));
    story.as("board1", () -> retention.place(number, Map.of("reason", "（2027）沪01民初12号")));
    assertThat(seen("board1").held()).isTrue();
    assertThat(as("archivist1", () -> disposal.appraise()).list()).isNull();
  }

  @Test
  void aRegisteredRequestShowsUntilItIsAnswered() {
    story.as("archivist1", () -> retention.askErasure(number));
    assertThat(seen("archivist1").mayAskErasure()).as("one at a time").isFalse();
    complaint.does("agent1", "verifyIdentity", "identityCheck", "ID_DOCUMENT", "identityOutcome", "NOT_RECOGNISED",
        "identityNote", "证件不符");
    complaint.does("agent1", "tellErasure", "contactChannel", "PHONE", "erasureTold", "已告知");
    assertThat(seen("archivist1").erasures()).singleElement().satisfies(request -> {
      assertThat(request.identityCheck()).isEqualTo("核对身份证件");
      assertThat(request.decision()).isEqualTo("不予删除");
      assertThat(request.toldAt()).isNotNull();
    });
    assertThat(seen("archivist1").mayAskErasure()).isTrue();
  }

  @Test
  void theArchivistMarksTheListAndOthersReadIt() {
    for (var stranger : List.of("agent1", "logistics1", "manager1", "owner1")) {
      refused(403, stranger, () -> disposal.lists());
      refused(403, stranger, () -> disposal.appraise());
      refused(403, stranger, () -> disposal.items(1, 0));
      refused(403, stranger, () -> disposal.print(1, null));
    }
    refused(403, "board1", () -> disposal.appraise());
    var list = as("archivist1", () -> disposal.appraise()).list();
    refused(403, "board1", () -> disposal.mark(list, new Marks(null, "DESTROY", null, null)));
    refused(403, "auditor1", () -> disposal.mark(list, new Marks(null, "DESTROY", null, null)));
    invalid(() -> disposal.mark(list, new Marks(null, "BURN", null, null)));
    invalid(() -> disposal.mark(list, new Marks(null, "EXTEND", "next year", "x")));
    invalid(() -> disposal.mark(list, new Marks(null, "EXTEND", null, "x")));

    assertThat(as("archivist1", () -> disposal.mark(list, new Marks(List.of("20240304-CS-9999"), "DESTROY", null, null)))
        .marked()).as("nobody else's archive").isZero();
    assertThat(as("archivist1", () -> disposal.mark(list, new Marks(List.of(number), "EXTEND", "2029-12-31", "质量追溯")))
        .marked()).isOne();
    var seen = as("board1", () -> disposal.items(list, 0)).getBody();
    assertThat(seen.mayAppraise()).isFalse();
    assertThat(seen.list().status()).isEqualTo("鉴定中");
    assertThat(seen.items()).singleElement().satisfies(item -> {
      assertThat(item.number()).isEqualTo(number);
      assertThat(item.decision()).isEqualTo("延长保管");
      assertThat(item.reason()).isEqualTo("质量追溯");
      assertThat(item.appraisedBy()).isEqualTo("梁雪");
    });
    assertThat(as("auditor1", () -> disposal.lists()).getBody()).extracting(DisposalController.ListView::id).contains(list);
    assertThat(as("archivist1", () -> disposal.appraise()).list()).as("what is on a list is on no other").isNull();
  }

  @Test
  void theListGoesToPaperAndCountsWhatWasDestroyed() throws IOException {
    var list = as("archivist1", () -> disposal.appraise()).list();
    assertThat(paper("archivist1", list)).contains("档案销毁清册", "清册编号：第 " + list + " 号", "共 1 卷", number, "未鉴定");

    as("archivist1", () -> disposal.mark(list, new Marks(null, "DESTROY", null, null)));
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    assertThat(paper("auditor1", list)).contains("2027-03-04", "销毁", "梁雪", "李强", "2027-03-05")
        .doesNotContain("未鉴定");

    assertThat(lists.register(list, 0, 10)).singleElement().satisfies(line -> assertThat(line.evidence()).isOne());
    story.meanwhile();
    assertThat(lists.register(list, 0, 10)).singleElement().satisfies(line -> {
      assertThat(line.item().outcome()).isEqualTo(Outcome.DESTROYED);
      assertThat(line.evidence()).as("as the certificate counts it").isOne();
    });
    assertThat(paper("board1", list)).contains(number, "物流履约");
  }

  private void does(String user, String task, Map<String, Object> fields) {
    story.as(user, () -> {
      var open = tasks.createTaskQuery().taskDefinitionKey("userTask_" + task).singleResult();
      tasks.claim(open.getId(), user);
      tasks.complete(open.getId(), fields);
    });
  }

  private String paper(String user, long list) throws IOException {
    try (var pdf = Loader.loadPDF(as(user, () -> disposal.print(list, 1)).getBody())) {
      return new PDFTextStripper().getText(pdf);
    }
  }

  private RetentionView seen(String user) {
    return as(user, () -> retention.retention(number)).getBody();
  }

  private <T> T as(String user, Supplier<T> call) {
    return story.as(user, call);
  }

  private void invalid(Runnable call) {
    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> story.as("archivist1", call));
  }

  private void refused(int status, String user, Runnable call) {
    assertThatExceptionOfType(ResponseStatusException.class).as(user).isThrownBy(() -> story.as(user, call))
        .satisfies(refusal -> assertThat(refusal.getStatusCode().value()).isEqualTo(status));
  }
}
