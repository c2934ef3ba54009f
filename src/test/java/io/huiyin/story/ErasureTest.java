package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Destruction;
import io.huiyin.archive.ErasureRequests;
import io.huiyin.archive.ErasureRequests.Decision;
import io.huiyin.archive.ErasureRequests.ErasureRequest;
import io.huiyin.archive.FollowUps;
import io.huiyin.archive.LegalHolds;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.NamedReaders;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.desk.Absences;
import io.huiyin.flow.desk.ArchiveEnd;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.report.OverdueClocks;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 个人信息删除请求: a customer asks, somebody makes sure it is the customer, and the law's ground decides. [PIPL 47, 50] */
@HuiyinTest
class ErasureTest {

  @Autowired
  Story story;
  @Autowired
  OverdueClocks overdue;
  @Autowired
  Absences absences;
  @Autowired
  ArchiveEnd end;
  @Autowired
  ErasureRequests requests;
  @Autowired
  Destruction destruction;
  @Autowired
  FollowUps followUps;
  @Autowired
  LegalHolds holds;
  @Autowired
  CaseAccess access;
  @Autowired
  Directory directory;
  @Autowired
  NamedReaders readers;
  @Autowired
  LoanFlow lending;

  Told complaint;

  @BeforeEach
  void aFiledArchive() {
    story.begins("2024-03-04T10:00");
    complaint = story.aComplaint().isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关").isFiled().isOver();
    story.meanwhile();
  }

  @Test
  void afterItsTermTheDataAreDeletedOnceTwoPeopleHaveAgreedAndTheCustomerWasTold() {
    isAskedFor("2027-03-05T10:00");
    complaint.waitsAt("verifyIdentity");
    assertThat(complaint.heldBy("verifyIdentity")).isEqualTo("cs-agent");
    assertThat(complaint.due("verifyIdentity")).isEqualTo(complaint.clock("ERASURE").dueAt());
    isRecognised();
    assertThat(complaint.says("ERASURE_ASSESSED")).containsExactly("个人信息删除请求：按规则应当删除");
    isDecided("DELETE");
    complaint.does("board1", "approveErasure", "erasureApproval", "APPROVED", "erasureComment", "同意");
    assertThat(complaint.clock("ERASURE").isOpen()).isTrue();
    isTold();
    assertThat(complaint.clock("ERASURE").status()).isEqualTo(Status.MET);
    story.meanwhile();

    complaint.isOver();
    assertThat(story.complaints.personalData(complaint.number).customerName()).isNull();
    assertThat(destruction.certificate(complaint.number)).hasValueSatisfying(certificate -> {
      assertThat(certificate.erasure()).isEqualTo(request().id());
      assertThat(certificate.appraisedBy()).isEqualTo("archivist1");
      assertThat(certificate.approvedBy()).isEqualTo("board1");
    });
    assertThat(request()).satisfies(request -> {
      assertThat(request.identityCheck()).isEqualTo("CALL_BACK");
      assertThat(request.verifiedBy()).isEqualTo("agent1");
      assertThat(request.decision()).isEqualTo(Decision.DELETE);
      assertThat(request.legalGround()).contains("第四十七条");
      assertThat(request.toldBy()).isEqualTo("agent1");
      assertThat(request.reason()).as("free text is gone, too").isNull();
      assertThat(request.endedAt()).isNotNull();
    });
  }

  @Test
  void beforeItsTermTheCaseIsOnlyStoredForThoseWhoAreNamed() {
    assertThat(sees("agent1", "super1", "manager1", "archivist1")).contains(true);
    isAskedFor("2024-05-06T10:00");
    isRecognised();
    complaint.refuses("archivist1", "decideErasure", "erasureDecision", "erasureDecision", "DELETE", "erasureReason", "客户要求");
    complaint.refuses("archivist1", "decideErasure", "restrictedTo", "erasureDecision", "RESTRICT", "erasureReason", "客户要求");
    complaint.refuses("archivist1", "decideErasure", "restrictedTo", "erasureDecision", "RESTRICT", "restrictedTo",
        "archivist1,nobody9", "erasureReason", "客户要求");
    complaint.does("archivist1", "decideErasure", "erasureDecision", "RESTRICT", "restrictedTo", "archivist1",
        "erasureReason", "法定保存期限未届满");
    isTold();

    complaint.isOver();
    assertThat(sees("archivist1")).containsExactly(true);
    assertThat(sees("agent1", "super1", "manager1", "board1", "auditor1")).containsOnly(false);
    assertThat(complaint.says("PROCESSING_RESTRICTED")).hasSize(1);
    assertThat(story.complaints.personalData(complaint.number).customerName()).as("stored").isNotNull();
    assertThat(request().decision()).isEqualTo(Decision.RESTRICT);
  }

  /** Also who handled it, reads it on loan or was named before; who is named can be taken off again. */
  @Test
  void whoeverIsNotNamedLosesTheCase() {
    readers.name(complaint.number, person("legal1"), "诉讼准备", "board1");
    story.as("gm1", () -> lending.request(person("gm1"), complaint.number.value(),
        new HashMap<>(Map.of("purpose", "质量复盘", "days", 7, "medium", "ELECTRONIC"))));
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    assertThat(sees("legal1", "gm1", "agent1", "super1")).containsOnly(true);
    isAskedFor("2024-03-04T11:00");
    isRecognised();
    complaint.does("archivist1", "decideErasure", "erasureDecision", "RESTRICT", "restrictedTo", "manager1,legal-head1",
        "erasureReason", "法定保存期限未届满");
    isTold();

    assertThat(sees("manager1", "legal-head1")).containsOnly(true);
    assertThat(sees("legal1", "gm1", "agent1", "super1", "board1", "archivist1", "auditor1")).containsOnly(false);
    var named = readers.of(complaint.number);
    assertThat(named).extracting(NamedReaders.Reader::person).containsExactlyInAnyOrder("manager1", "legal-head1");
    assertThat(named).extracting(NamedReaders.Reader::namedBy).containsOnly("archivist1");
    var manager = named.stream().filter(reader -> reader.person().equals("manager1")).findFirst().orElseThrow();
    readers.remove(complaint.number, manager.id(), "调离", "board1");
    assertThat(sees("manager1", "legal-head1")).containsExactly(false, true);
  }

  /** Not even by one who is named: first the board office lifts the restriction. */
  @Test
  void aRestrictedCaseIsNotReopened() {
    isRestrictedTo("agent1");
    assertThatThrownBy(() -> complaint.reopens("agent1")).isInstanceOf(InvalidInput.class);
    assertThat(sees("archivist1", "super1", "auditor1")).containsOnly(false);
  }

  @Test
  void nothingHappensOnAStrangersWord() {
    isAskedFor("2027-03-05T10:00");
    complaint.does("agent1", "verifyIdentity", "identityCheck", "ID_DOCUMENT", "identityOutcome", "NOT_RECOGNISED",
        "identityNote", "证件与登记不符");
    complaint.waitsAt("tellErasure");
    isTold();
    complaint.isOver();
    assertThat(request().decision()).isEqualTo(Decision.REFUSE);
    assertThat(request().legalGround()).contains("第五十条");
    assertThat(request().verified()).isFalse();
    assertThat(destruction.certificate(complaint.number)).isEmpty();
  }

  @Test
  void aCaseThatIsStillHandledIsNotDeleted() {
    complaint = story.aComplaint().isRegistered();
    isAskedFor("2024-03-05T10:00");
    isRecognised();
    assertThat(request().proposal()).isEqualTo(Decision.REFUSE);
    complaint.refuses("archivist1", "decideErasure", "erasureDecision", "erasureDecision", "RESTRICT", "restrictedTo",
        "archivist1", "erasureReason", "客户要求");
    isDecided("REFUSE");
    isTold();
    assertThat(complaint.openTasks()).contains("userTask_acceptAndClassify").doesNotContain("userTask_tellErasure");
  }

  /** A document was waived at filing, or something came in later: it is filed all the same. */
  @Test
  void anArchiveThatIsStillFollowedUpIsOnlyStoredToo() {
    complaint.hasDocument("agent1", "OTHER");
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
    isAskedFor("2024-05-06T10:00");
    isRecognised();
    assertThat(request().legalGround()).contains("法定保存期限未届满");
    assertThat(request().proposal()).isEqualTo(Decision.RESTRICT);
  }

  /** Nobody keeps a customer's data beyond the term because a follow-up was left open. */
  @Test
  void afterItsTermWhatIsStillFollowedUpIsDeletedToo() {
    complaint.hasDocument("agent1", "OTHER");
    isAskedFor("2027-03-05T10:00");
    isRecognised();
    isDecided("DELETE");
    complaint.does("board1", "approveErasure", "erasureApproval", "APPROVED", "erasureComment", "同意");
    isTold();
    story.meanwhile();
    complaint.isOver();
    assertThat(destruction.certificate(complaint.number)).isPresent();
    assertThat(followUps.open(Set.of("archivist"))).extracting(FollowUps.FollowUp::number).doesNotContain(complaint.number);
  }

  /** What is taken up again is being handled, whatever its archive was. */
  @Test
  void aReopenedCaseIsBeingHandled() {
    complaint.reopens("agent1");
    isAskedFor("2024-05-06T10:00");
    isRecognised();
    assertThat(request().legalGround()).contains("投诉尚未办结");
    assertThat(request().proposal()).isEqualTo(Decision.REFUSE);
  }

  @Test
  void whoDecidedDoesNotApproveAndWhatIsSentBackIsDecidedAnew() {
    story.joins("archivist1", "board-office");
    try {
      isAskedFor("2027-03-05T10:00");
      isRecognised();
      isDecided("DELETE");
      complaint.refuses("archivist1", "approveErasure", "assignee", "erasureApproval", "APPROVED", "erasureComment", "同意");
    } finally {
      story.leaves("archivist1", "board-office");
    }
    complaint.does("board1", "approveErasure", "erasureApproval", "RETURNED", "erasureComment", "请核对有无在诉");
    complaint.waitsAt("decideErasure");
    holds.place(complaint.number, "在诉", "board1");
    isDecided("REFUSE");
    complaint.waitsAt("tellErasure");
  }

  @Test
  void whoDoesTheTasksOfThePersonWhoDecidedDoesNotApproveEither() {
    isAskedFor("2027-03-05T10:00");
    isRecognised();
    isDecided("DELETE");
    var absence = story.as("archivist1", () -> absences.set(person("archivist1"), new HashMap<>(Map.of("standIn", "board1",
        "from", "2027-03-05", "until", "2027-03-05"))));
    complaint.refuses("board1", "approveErasure", "assignee", "erasureApproval", "APPROVED", "erasureComment", "同意");
    story.as("archivist1", () -> absences.end(person("archivist1"), absence.id()));
    complaint.does("board2", "approveErasure", "erasureApproval", "APPROVED", "erasureComment", "同意");
    complaint.waitsAt("tellErasure");
  }

  /** A hold between the answer and the destruction: nothing is destroyed, and the request is decided anew. */
  @Test
  void aHoldInTheLastMomentTakesTheRequestBackToItsDecision() {
    isAskedFor("2027-03-05T10:00");
    isRecognised();
    isDecided("DELETE");
    complaint.does("board1", "approveErasure", "erasureApproval", "APPROVED", "erasureComment", "同意");
    isTold();
    holds.place(complaint.number, "法院来函", "board2");
    story.meanwhile();

    assertThat(destruction.certificate(complaint.number)).isEmpty();
    complaint.waitsAt("decideErasure");
    assertThat(request().proposal()).isEqualTo(Decision.RESTRICT);
    assertThat(complaint.clock("ERASURE").round()).isEqualTo(2);
    complaint.does("archivist1", "decideErasure", "erasureDecision", "RESTRICT", "restrictedTo", "archivist1",
        "erasureReason", "诉讼中");
    isTold();
    complaint.isOver();
  }

  @Test
  void oneRequestAtATimeAndOnlyAboutAComplaint() {
    isAskedFor("2027-03-05T10:00");
    assertThatThrownBy(() -> story.as("agent1", () -> end.askErasure(complaint.number)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("正在办理的个人信息删除请求");
    assertThatThrownBy(() -> story.runtime.startProcessInstanceByKey("erasure-request", "nothing"))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("没有这件投诉");
  }

  @Test
  void aRequestThatIsNotAnsweredInTimeIsSupervised() {
    isAskedFor("2024-03-05T10:00");
    story.at(complaint.clock("ERASURE").dueAt().plus(Duration.ofMinutes(1)));
    assertThat(complaint.supervisors("ERASURE")).containsExactly("cs-manager");
    assertThat(isListedAsOverdueFor("manager1")).as("who supervises it").isTrue();
    complaint.answersFor("manager1", "superviseOverdue", "ERASURE");
    for (var leading : new String[] {"manager1", "board2", "gm1"}) {
      assertThat(isListedAsOverdueFor(leading)).as("in Cockpit until it is answered: " + leading).isTrue();
    }
    isRecognised();
    isDecided("REFUSE");
    isTold();
    assertThat(isListedAsOverdueFor("manager1")).isFalse();
  }

  /** The manager's own task does not hold up what the customer is entitled to. */
  @Test
  void aLateRequestIsCarriedOutAllTheSame() {
    isAskedFor("2027-03-05T10:00");
    story.at(complaint.clock("ERASURE").dueAt().plus(Duration.ofMinutes(1)));
    assertThat(complaint.supervisors("ERASURE")).containsExactly("cs-manager");
    isRecognised();
    isDecided("DELETE");
    complaint.does("board1", "approveErasure", "erasureApproval", "APPROVED", "erasureComment", "同意");
    isTold();
    story.meanwhile();
    assertThat(destruction.certificate(complaint.number)).isPresent();
  }

  /** Years may lie in between, in which nothing happens to a case that is over. */
  private void isAskedFor(String at) {
    if (complaint.openTasks().isEmpty()) {
      story.begins(at);
    }
    story.as("agent1", () -> end.askErasure(complaint.number));
  }

  private void isRecognised() {
    complaint.does("agent1", "verifyIdentity", "identityCheck", "CALL_BACK", "identityOutcome", "RECOGNISED",
        "identityNote", "回拨登记电话，本人要求删除");
  }

  private void isDecided(String decision) {
    complaint.does("archivist1", "decideErasure", "erasureDecision", decision, "erasureReason", "见法律依据");
  }

  private void isRestrictedTo(String named) {
    isAskedFor("2024-05-06T10:00");
    isRecognised();
    complaint.does("archivist1", "decideErasure", "erasureDecision", "RESTRICT", "restrictedTo", named, "erasureReason",
        "法定保存期限未届满");
    isTold();
    complaint.isOver();
  }

  private void isTold() {
    complaint.does("agent1", "tellErasure", "contactChannel", "PHONE", "erasureTold", "已告知处理结果和理由");
  }

  private boolean isListedAsOverdueFor(String user) {
    return overdue.find(person(user), true, new OverdueClocks.Filter("ERASURE", null, null, null, null, null), 0, 1000)
        .lines().stream().anyMatch(line -> line.complaintNumber().equals(complaint.number.value()));
  }

  private ErasureRequest request() {
    return requests.of(complaint.number).get(0);
  }

  private Stream<Boolean> sees(String... users) {
    var sensitive = complaint.complaint().sensitive();
    return Stream.of(users).map(user -> access.maySee(person(user), complaint.number.value(), sensitive));
  }

  private Person person(String user) {
    return directory.person(user).orElseThrow();
  }
}
