package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.Loan;
import io.huiyin.archive.Loan.Status;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.Loans;
import io.huiyin.archive.UnknownLoan;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.story.Story.Told;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 档案借阅: who has not handled a filed case reads it with leave and for a time. Tuesday, 15 September. [000] */
@HuiyinTest
class LoanTest {

  @Autowired
  Story story;
  @Autowired
  LoanFlow lending;
  @Autowired
  Loans loans;
  @Autowired
  CaseAccess access;
  @Autowired
  Directory directory;

  Told complaint;

  @BeforeEach
  void aFiledComplaint() {
    story.begins("2026-09-15T10:00");
    complaint = filed(story.aComplaint());
  }

  @Test
  void isReadForATimeAndEndsByItself() {
    assertThat(maySee("gm1")).isFalse();
    var loan = asks("gm1", "ELECTRONIC", 7);
    assertThat(complaint.heldBy("approveLoan")).isEqualTo("archivist");
    assertThat(complaint.due("approveLoan")).as("1 working day").isEqualTo(story.instant("2026-09-16T18:00"));
    assertThat(maySee("gm1")).as("not decided yet").isFalse();

    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    assertThat(maySee("gm1")).isTrue();
    assertThat(maySee("vp1")).as("nobody else").isFalse();
    assertThat(loan(loan).until()).as("close of business of the 7th day").isEqualTo(story.instant("2026-09-22T18:00"));
    story.meanwhile();
    assertThat(complaint.mailsTo("gm1")).containsExactly("【借阅】 档案借阅：同意");

    story.at("2026-09-22T17:59");
    assertThat(maySee("gm1")).isTrue();
    story.at("2026-09-22T18:00");
    assertThat(maySee("gm1")).isFalse();
    complaint.isOver();
    assertThat(loan(loan).status()).isEqualTo(Status.RETURNED);
    assertThat(complaint.says("LOAN_ENDED")).containsExactly("周建国的借阅到期，案卷已关闭");
  }

  @Test
  void endsByItselfEvenIfNoWorkerRuns() {
    asks("gm1", "ELECTRONIC", 1);
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    story.at("2026-09-16T17:59");
    assertThat(maySee("gm1")).isTrue();
    story.clockAloneMovesTo("2026-09-16T18:00");
    assertThat(maySee("gm1")).as("the grant has its own end").isFalse();
    story.meanwhile();
    complaint.isOver();
  }

  @Test
  void isRefusedWithAReason() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    complaint.refuses("archivist1", "approveLoan", "loanOpinion", "loanDecision", "REFUSED");
    complaint.does("archivist1", "approveLoan", "loanDecision", "REFUSED", "loanOpinion", "用途与档案无关").isOver();
    assertThat(maySee("gm1")).isFalse();
    assertThat(loan(loan)).extracting(Loan::status, Loan::decidedBy, Loan::opinion)
        .containsExactly(Status.REFUSED, "archivist1", "用途与档案无关");
    story.meanwhile();
    assertThat(complaint.mailsTo("gm1")).containsExactly("【借阅】 档案借阅：不同意");
  }

  @Test
  void isWithdrawnBeforeTheDecisionOnly() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    assertThatThrownBy(() -> as("vp1", () -> lending.withdraw(person("vp1"), loan)))
        .as("somebody else's").isInstanceOf(UnknownLoan.class);
    as("gm1", () -> lending.withdraw(person("gm1"), loan));
    complaint.isOver();
    assertThat(loan(loan).status()).isEqualTo(Status.WITHDRAWN);

    var again = asks("gm1", "ELECTRONIC", 7);
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    refuses("loan", () -> lending.withdraw(person("gm1"), again));
  }

  @Test
  void nobodyApprovesTheOwnRequest() {
    asks("archivist1", "PAPER", 7, "二楼");
    assertThat(complaint.heldBy("approveLoan")).as("not the own group").isEqualTo("board-office");
    complaint.does("board1", "approveLoan", "loanDecision", "REFUSED", "loanOpinion", "不必外借").isOver();
    assertThat(maySee("board1")).as("deciding leaves nothing open").isFalse();

    complaint = filed(story.aComplaint().with("involvesMinorOrVulnerable", true));
    asks("board1", "ELECTRONIC", 3);
    complaint.refuses("board1", "approveLoan", "assignee", "loanDecision", "APPROVED");
    complaint.does("board2", "approveLoan", "loanDecision", "APPROVED");
    assertThat(maySee("board1")).isTrue();
  }

  @Test
  void aSensitiveArchiveIsForTheBoardOfficeToLend() {
    var sensitive = filed(story.aComplaint().with("involvesMinorOrVulnerable", true));
    complaint = sensitive;
    refuses("days", () -> lending.request(person("gm1"), sensitive.number.value(), body("ELECTRONIC", 4)));
    asks("gm1", "ELECTRONIC", 3);
    assertThat(sensitive.heldBy("approveLoan")).isEqualTo("board-office");
    assertThat(maySee("board1")).as("before taking it").isFalse();
    sensitive.isTakenBy("board1", "approveLoan");
    assertThat(maySee("board1")).as("who decides on it").isTrue();
    assertThat(maySee("board2")).isFalse();
    sensitive.does("board1", "approveLoan", "loanDecision", "APPROVED");
    assertThat(maySee("gm1")).isTrue();
    assertThat(maySee("board1")).isFalse();
    assertThat(maySee("archivist1")).isFalse();
    story.at("2026-09-18T18:00");
    sensitive.isOver();
  }

  @Test
  void isGivenBackBeforeItsTimeByTheBorrower() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    refuses("loan", () -> lending.giveBack(person("gm1"), loan));
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    assertThatThrownBy(() -> as("vp1", () -> lending.giveBack(person("vp1"), loan)))
        .as("somebody else's").isInstanceOf(UnknownLoan.class);
    assertThat(maySee("gm1")).isTrue();

    story.at("2026-09-16T10:00");
    as("gm1", () -> lending.giveBack(person("gm1"), loan));
    assertThat(maySee("gm1")).as("at once").isFalse();
    complaint.isOver();
    assertThat(loan(loan)).extracting(Loan::status, Loan::endedBy, Loan::endedAt)
        .containsExactly(Status.RETURNED, "gm1", story.now());
    assertThat(complaint.says("LOAN_ENDED")).containsExactly("周建国提前归还，案卷已关闭");
    refuses("loan", () -> lending.giveBack(person("gm1"), loan));
    assertThat(as("gm1", () -> lending.request(person("gm1"), complaint.number.value(), body("ELECTRONIC", 3))).status())
        .as("and may be asked for again").isEqualTo(Status.REQUESTED);
  }

  @Test
  void paperIsGivenBackToTheArchivistAlone() {
    var loan = asks("gm1", "BOTH", 7, "二楼");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    refuses("loan", () -> lending.giveBack(person("gm1"), loan));
    complaint.does("archivist1", "handOutPaper");
    refuses("loan", () -> lending.giveBack(person("gm1"), loan));
    assertThat(maySee("gm1")).isTrue();
  }

  @Test
  void isRevokedWithAReasonByWhomTheTableNames() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    refuses("loan", () -> revokes("archivist1", loan, "尚未批准"));
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    for (var other : new String[] {"gm1", "vp1", "manager1", "auditor1"}) {
      assertThatThrownBy(() -> revokes(other, loan, "不该看")).as(other).isInstanceOf(UnknownLoan.class);
    }
    refuses("reason", () -> revokes("archivist1", loan, " "));
    refuses("colour", () -> lending.revoke(person("archivist1"), loan, Map.of("reason", "x", "colour", "red")));
    assertThat(maySee("gm1")).isTrue();

    story.at("2026-09-16T10:00");
    revokes("board1", loan, "案件将列为高度敏感");
    assertThat(maySee("gm1")).as("at once").isFalse();
    complaint.isOver();
    assertThat(loan(loan)).extracting(Loan::status, Loan::endedBy, Loan::endedAt, Loan::revocation).containsExactly(
        Status.REVOKED, "board1", story.now(), new Loan.Revocation("board1", story.now(), "案件将列为高度敏感"));
    assertThat(complaint.says("LOAN_REVOKED")).containsExactly("李强收回周建国的借阅，案卷已关闭");
    assertThat(complaint.entries("LOAN_REVOKED").get(0).facts()).containsEntry("reason", "案件将列为高度敏感");
    story.meanwhile();
    assertThat(complaint.mailsTo("gm1")).containsExactly("【借阅】 档案借阅：同意", "【借阅】 借阅已收回");
    refuses("loan", () -> revokes("board1", loan, "再次收回"));
  }

  @Test
  void paperThatIsRevokedBeforeItIsHandedOutStaysOnTheShelf() {
    var loan = asks("gm1", "PAPER", 7, "二楼");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    revokes("archivist1", loan, "借阅人已调岗");
    complaint.isOver();
    assertThat(loan(loan).status()).isEqualTo(Status.REVOKED);
    assertThat(complaint.clock("LOAN_HANDOUT").isOpen()).isFalse();
    as("vp1", () -> lending.request(person("vp1"), complaint.number.value(), body("PAPER", 3)));
  }

  @Test
  void paperThatIsOutIsCalledInAtOnceWhenItIsRevoked() {
    var loan = asks("gm1", "BOTH", 7, "二楼");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED").does("archivist1", "handOutPaper");
    as("gm1", () -> lending.extend(person("gm1"), loan));
    story.at("2026-09-16T10:00");
    revokes("archivist1", loan, "监管部门调卷");
    assertThat(maySee("gm1")).as("reading ends at once").isFalse();
    assertThat(loan(loan)).satisfies(revoked -> {
      assertThat(revoked.status()).isEqualTo(Status.LENT);
      assertThat(revoked.revocation().reason()).isEqualTo("监管部门调卷");
      assertThat(revoked.isOverdue(story.now())).isTrue();
    });
    assertThat(complaint.due("confirmReturn")).isEqualTo(story.now());
    refuses("loan", () -> revokes("board1", loan, "再次收回"));
    story.meanwhile();
    assertThat(complaint.says("LOAN_OVERDUE")).hasSize(1);
    assertThat(complaint.clock("LOAN_RETURN").isOpen()).isTrue();
    assertThat(complaint.says("LOAN_NOT_EXTENDED")).containsExactly("周建国的续借申请到期前没有审批，已失效");
    assertThat(complaint.mailsTo("gm1")).as("no reminder of a day that is no longer true")
        .containsExactly("【借阅】 档案借阅：同意", "【借阅】 借阅已收回", "【借阅】 归还提醒", "【借阅】 档案借阅：续借申请失效");

    story.at("2026-09-17T17:00");
    complaint.does("archivist1", "confirmReturn", "returnOutcome", "RETURNED").isOver();
    assertThat(loan(loan).status()).isEqualTo(Status.RETURNED);
    assertThat(loan(loan).revocation()).as("stays in the register").isNotNull();
  }

  @Test
  void isExtendedOnceBySomebodyElse() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    refuses("loan", () -> lending.extend(person("gm1"), loan));
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    as("gm1", () -> lending.extend(person("gm1"), loan));
    assertThat(loan(loan).until()).as("not decided yet").isEqualTo(story.instant("2026-09-22T18:00"));
    assertThat(complaint.heldBy("approveLoanExtension")).isEqualTo("archivist");
    assertThat(complaint.due("approveLoanExtension")).isEqualTo(story.instant("2026-09-16T18:00"));
    assertThat(complaint.entries("LOAN_EXTENSION_REQUESTED").get(0).facts())
        .containsEntry("dueNow", "2026-09-22 18:00").containsEntry("dueThen", "2026-09-29 18:00");
    refuses("loan", () -> lending.extend(person("gm1"), loan)); // one request at a time
    complaint.does("archivist1", "approveLoanExtension", "loanExtensionDecision", "APPROVED");

    assertThat(loan(loan)).extracting(Loan::until, Loan::extensionsLeft)
        .containsExactly(story.instant("2026-09-29T18:00"), 0);
    assertThat(complaint.clock("LOAN_EXTENSION").isOpen()).isFalse();
    refuses("loan", () -> lending.extend(person("gm1"), loan)); // as often as the table says
    story.at("2026-09-22T18:01");
    assertThat(maySee("gm1")).isTrue();
    story.at("2026-09-29T18:00").meanwhile();
    assertThat(maySee("gm1")).isFalse();
    assertThat(complaint.mailsTo("gm1")).containsExactly("【借阅】 档案借阅：同意", "【借阅】 档案借阅：已续借");
    complaint.isOver();
    refuses("loan", () -> lending.extend(person("gm1"), loan));
  }

  @Test
  void anExtensionIsRefusedWithAReasonAndMayBeAskedForAgain() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    as("gm1", () -> lending.extend(person("gm1"), loan));
    complaint.refuses("archivist1", "approveLoanExtension", "loanExtensionOpinion", "loanExtensionDecision", "REFUSED");
    complaint.does("archivist1", "approveLoanExtension", "loanExtensionDecision", "REFUSED", "loanExtensionOpinion", "复盘已结束");
    assertThat(loan(loan)).extracting(Loan::until, Loan::extensionsLeft)
        .containsExactly(story.instant("2026-09-22T18:00"), 1);
    assertThat(complaint.says("LOAN_NOT_EXTENDED")).containsExactly("未同意周建国续借");
    story.meanwhile();
    assertThat(complaint.mailsTo("gm1")).endsWith("【借阅】 档案借阅：不同意续借");
    as("gm1", () -> lending.extend(person("gm1"), loan));
    story.at("2026-09-22T18:00");
    assertThat(maySee("gm1")).as("nobody decided").isFalse();
    complaint.answersFor("manager1", "superviseOverdue", "LOAN_EXTENSION");
    complaint.isOver();
    assertThat(complaint.clock("LOAN_EXTENSION").isOpen()).isFalse();
  }

  @Test
  void nobodyExtendsTheOwnLoan() {
    var loan = asks("archivist1", "PAPER", 7, "二楼");
    complaint.does("board1", "approveLoan", "loanDecision", "APPROVED");
    as("archivist1", () -> lending.extend(person("archivist1"), loan));
    assertThat(complaint.heldBy("approveLoanExtension")).as("not the own group").isEqualTo("board-office");

    complaint = filed(story.aComplaint().with("involvesMinorOrVulnerable", true));
    var sensitive = asks("board1", "ELECTRONIC", 3);
    complaint.does("board2", "approveLoan", "loanDecision", "APPROVED");
    as("board1", () -> lending.extend(person("board1"), sensitive));
    assertThat(complaint.heldBy("approveLoanExtension")).isEqualTo("board-office");
    complaint.refuses("board1", "approveLoanExtension", "assignee", "loanExtensionDecision", "APPROVED");
    complaint.does("board2", "approveLoanExtension", "loanExtensionDecision", "APPROVED");
    assertThat(loan(sensitive).until()).isEqualTo(story.instant("2026-09-21T18:00"));
  }

  @Test
  void anArchiveThatBecameHighlySensitiveOrRestrictedIsAskedForAnew() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    story.inTransaction(() -> {
      story.complaints.restrict(complaint.number);
      return null;
    });
    refuses("loan", () -> lending.extend(person("gm1"), loan));
    story.inTransaction(() -> {
      story.complaints.liftRestriction(complaint.number);
      story.complaints.markSensitive(complaint.number, true);
      return null;
    });
    assertThat(maySee("gm1")).isFalse();
    refuses("loan", () -> lending.extend(person("gm1"), loan));
    revokes("archivist1", loan, "案件已列为高度敏感");
    complaint.isOver();
  }

  @Test
  void anExtensionIsDecidedInTime() {
    var loan = asks("gm1", "ELECTRONIC", 7);
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    as("gm1", () -> lending.extend(person("gm1"), loan));
    story.at("2026-09-16T18:00");
    assertThat(complaint.supervisors("LOAN_EXTENSION")).containsExactly("cs-manager");
    complaint.answersFor("manager1", "superviseOverdue", "LOAN_EXTENSION");
  }

  @Test
  void paperIsHandedOutRemindedOfAndTakenBack() {
    var loan = asks("gm1", "PAPER", 7, "二楼");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    assertThat(maySee("gm1")).as("paper only").isFalse();
    assertThat(complaint.entries("LOAN_REQUESTED").get(0).facts()).extractingByKey("location").asString()
        .contains("柜 A-3", "盒 12", "钥匙 梁雪");
    complaint.does("archivist1", "handOutPaper", "handOutNote", "3 份 12 页");
    assertThat(loan(loan)).extracting(Loan::handedOutBy, Loan::handedOutAt).containsExactly("archivist1", story.now());
    assertThat(complaint.due("confirmReturn")).isEqualTo(story.instant("2026-09-22T18:00"));

    refuses("medium", () -> lending.request(person("vp1"), complaint.number.value(), body("BOTH", 3)));
    story.at("2026-09-21T18:00").meanwhile();
    assertThat(complaint.mailsTo("gm1")).containsExactly("【借阅】 档案借阅：同意", "【借阅】 归还提醒");
    complaint.does("archivist1", "confirmReturn", "returnOutcome", "RETURNED").isOver();
    assertThat(loan(loan)).extracting(Loan::status, Loan::endedBy).containsExactly(Status.RETURNED, "archivist1");
    assertThat(complaint.says("LOAN_ENDED")).containsExactly("周建国归还了纸质案卷");
  }

  @Test
  void paperThatIsNotBackIsRecalledAndSupervised() {
    asks("gm1", "BOTH", 7, "二楼");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED").does("archivist1", "handOutPaper");
    story.at("2026-09-22T18:00").meanwhile();
    assertThat(maySee("gm1")).as("reading is over").isFalse();
    assertThat(complaint.mailsTo("gm1")).endsWith("【借阅】 归还提醒", "【借阅】 归还提醒");
    assertThat(complaint.says("LOAN_OVERDUE")).hasSize(1);
    assertThat(complaint.clock("LOAN_RETURN").isOpen()).isTrue();
    assertThat(loans.search(new Loans.Filter(null, null, false, true), 0, 10).loans())
        .extracting(Loan::number).contains(complaint.number);

    story.at("2026-09-23T18:00");
    assertThat(complaint.supervisors("LOAN_RETURN")).containsExactly("cs-manager");
    complaint.answersFor("manager1", "superviseOverdue", "LOAN_RETURN");
    assertThat(maySee("manager1")).as("supervising a loan opens nothing for good").isFalse();
    complaint.does("archivist1", "confirmReturn", "returnOutcome", "DAMAGED", "returnNote", "缺第 3 页").isOver();
    assertThat(complaint.clock("LOAN_RETURN").isOpen()).isFalse();
    assertThat(loans.of(complaint.number).get(0).returnNote()).isEqualTo("缺第 3 页");
  }

  @Test
  void lostPaperIsAFindingInTheFile() {
    var loan = asks("gm1", "PAPER", 7, "二楼");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED").does("archivist1", "handOutPaper");
    complaint.refuses("archivist1", "confirmReturn", "returnNote", "returnOutcome", "LOST");
    complaint.does("archivist1", "confirmReturn", "returnOutcome", "LOST", "returnNote", "搬家时遗失").isOver();
    assertThat(loan(loan).status()).isEqualTo(Status.LOST);
    assertThat(complaint.says("PAPER_LOST")).containsExactly("周建国借出的纸质案卷丢失");
    story.meanwhile();
    assertThat(complaint.mailsTo("manager1")).contains("【档案】 纸质案卷丢失");
    assertThat(complaint.mailsTo("board1")).contains("【档案】 纸质案卷丢失");
    refuses("medium", () -> lending.request(person("vp1"), complaint.number.value(), body("PAPER", 3)));
  }

  @Test
  void ofTwoWhoAskForThePaperOneGetsIt() {
    asks("gm1", "PAPER", 7, "二楼");
    asks("vp1", "PAPER", 7, "二楼");
    var vp = loans.of(complaint.number).get(1);
    var tasks = story.tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_approveLoan").orderByTaskCreateTime().asc().list();
    story.as("archivist1", () -> story.tasks.complete(tasks.get(0).getId(), Map.of("loanDecision", "APPROVED")));
    assertThat(complaint.clock("LOAN_DECISION").isOpen()).as("for the one who waits").isTrue();
    var other = tasks.get(1).getId();
    assertThatThrownBy(() -> story.as("archivist1",
        () -> story.tasks.complete(other, Map.of("loanDecision", "APPROVED"))))
        .isInstanceOfSatisfying(InvalidInput.class, refused -> assertThat(refused.errors())
            .extracting(FieldError::field).containsExactly("loanDecision"));
    story.as("archivist1", () -> story.tasks.complete(other, Map.of("loanDecision", "REFUSED", "loanOpinion", "已借出")));
    assertThat(loan(vp.id()).status()).isEqualTo(Status.REFUSED);
  }

  @Test
  void isDecidedInTime() {
    asks("gm1", "PAPER", 7, "二楼");
    story.at("2026-09-16T18:00");
    assertThat(complaint.supervisors("LOAN_DECISION")).containsExactly("cs-manager");
    complaint.answersFor("manager1", "superviseOverdue", "LOAN_DECISION");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    story.at("2026-09-17T18:00");
    assertThat(complaint.supervisors("LOAN_HANDOUT")).containsExactly("cs-manager");
  }

  @Test
  void asksInFullForWhatThereIs() {
    var number = complaint.number.value();
    refuses("purpose", () -> lending.request(person("gm1"), number, Map.of("days", 3, "medium", "ELECTRONIC")));
    refuses("days", () -> lending.request(person("gm1"), number, Map.of("purpose", "x", "medium", "ELECTRONIC")));
    refuses("days", () -> lending.request(person("gm1"), number, body("ELECTRONIC", 15)));
    refuses("medium", () -> lending.request(person("gm1"), number, body("MICROFILM", 3)));
    refuses("colour", () -> lending.request(person("gm1"), number, Map.of("colour", "red")));
    refuses("medium", () -> lending.request(person("gm1"), number, body("PAPER", 3))); // nothing on paper
    assertThatThrownBy(() -> as("agent1", () -> lending.request(person("agent1"), number, body("ELECTRONIC", 3))))
        .as("who registered it").isInstanceOf(InvalidInput.class);
    asks("gm1", "ELECTRONIC", 3);
    refuses("medium", () -> lending.request(person("gm1"), number, body("ELECTRONIC", 3)));

    var running = story.aComplaint().isRegistered().number.value();
    for (var none : new String[] {running, "20260915-CS-9999", "nonsense"}) {
      assertThatThrownBy(() -> as("gm1", () -> lending.request(person("gm1"), none, body("ELECTRONIC", 3))))
          .isInstanceOf(UnknownComplaint.class);
    }
  }

  private Told filed(Story.Caller caller) {
    return filed(caller, null);
  }

  private Told filed(Story.Caller caller, String room) {
    var told = caller.isRegistered();
    told.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的产品");
    if (room == null) {
      return told.isFiled();
    }
    return told.does("archivist1", "fileArchive", "archiveStatus", "CLOSED", "onPaper", true, "room", room, "cabinet", "A-3", "box", "12",
        "position", "左二", "keyHolder", "梁雪");
  }

  /** Of an archive with paper in that room. */
  private long asks(String borrower, String medium, int days, String room) {
    if (loans.location(complaint.number).isEmpty()) {
      complaint = filed(story.aComplaint(), room);
    }
    return asks(borrower, medium, days);
  }

  private long asks(String borrower, String medium, int days) {
    return as(borrower, () -> lending.request(person(borrower), complaint.number.value(), body(medium, days))).id();
  }

  private Loan revokes(String user, long loan, String reason) {
    return as(user, () -> lending.revoke(person(user), loan, Map.of("reason", reason)));
  }

  private static Map<String, Object> body(String medium, int days) {
    return new HashMap<>(Map.of("purpose", "季度质量复盘", "days", days, "medium", medium));
  }

  private void refuses(String field, Asking attempt) {
    assertThatThrownBy(() -> as("gm1", attempt)).isInstanceOfSatisfying(InvalidInput.class, refused ->
        assertThat(refused.errors()).extracting(FieldError::field).containsExactly(field));
  }

  private Loan as(String user, Asking action) {
    return story.as(user, action::loan);
  }

  private interface Asking {
    Loan loan();
  }

  private Loan loan(long id) {
    return loans.find(id).orElseThrow();
  }

  private boolean maySee(String user) {
    return access.maySee(person(user), complaint.number.value(), complaint.complaint().sensitive());
  }

  private Person person(String user) {
    return directory.person(user).orElseThrow();
  }
}
