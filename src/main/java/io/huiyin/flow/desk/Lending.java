package io.huiyin.flow.desk;

import io.huiyin.archive.Loan;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.Loans;
import io.huiyin.archive.UnknownLoan;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.Person;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Borrowing archives through the process {@code archive-loan}. Who asks need not be allowed to see the case. [000] */
@Component
class Lending implements LoanFlow {

  private static final Set<String> FIELDS = Set.of("purpose", "days", "medium");

  private final Complaints complaints;
  private final Loans loans;
  private final RuntimeService runtime;
  private final Unbound unbound;
  private final Clock clock;

  Lending(Complaints complaints, Loans loans, RuntimeService runtime, Unbound unbound, Clock clock) {
    this.complaints = complaints;
    this.loans = loans;
    this.runtime = runtime;
    this.unbound = unbound;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Loan request(Person borrower, String number, Map<String, Object> body) {
    var complaint = Optional.of(number).filter(ComplaintNumber::isValid).map(ComplaintNumber::new)
        .flatMap(complaints::find).filter(found -> complaints.isFiled(found.number()))
        .orElseThrow(() -> new UnknownComplaint(null));
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(FIELDS);
    in.throwIfFaulty();
    var variables = new HashMap<String, Object>(body);
    variables.put("sensitive", complaint.sensitive());
    variables.put("loanMedium", String.valueOf(body.get("medium")).length() > 20 ? "" : String.valueOf(body.get("medium")));
    variables.put("loanByArchivist", borrower.groups().contains("archivist"));
    var instance = unbound.act(() -> runtime.createMessageCorrelation("LoanRequested")
        .processInstanceBusinessKey(number).setVariables(variables).correlateStartMessage());
    var id = (Number) unbound.act(() -> runtime.getVariable(instance.getId(), "loan"));
    return loans.find(id.longValue()).orElseThrow();
  }

  @Override
  @Transactional
  public Loan withdraw(Person borrower, long id) {
    return tell(own(borrower, id), "LoanWithdrawn", Map.of(), "申请已经审批，不能撤回");
  }

  @Override
  @Transactional
  public Loan giveBack(Person borrower, long id) {
    var loan = own(borrower, id);
    if (loan.isPaper()) {
      throw new InvalidInput("loan", "纸质案卷请交给档案管理员，由其登记归还");
    }
    return tell(loan, "LoanGivenBack", Map.of(), "这笔借阅现在不能提前归还；已经借出的，到期自动关闭");
  }

  @Override
  @Transactional
  public Loan revoke(Person by, long id, Map<String, Object> body) {
    var loan = loans.find(id).filter(found -> by.isIn(found.revokers())).orElseThrow(UnknownLoan::new);
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("reason"));
    in.throwIfFaulty();
    return tell(loan, "LoanRevoked", body, "这笔借阅不在借阅中，不用收回");
  }

  @Override
  @Transactional
  public Loan extend(Person borrower, long id) {
    return tell(own(borrower, id), "LoanExtensionRequested", Map.of(), "借阅已经结束，请重新申请");
  }

  private Loan own(Person borrower, long id) {
    return loans.find(id).filter(loan -> loan.borrower().equals(borrower.id()))
        .orElseThrow(UnknownLoan::new);
  }

  private Loan tell(Loan loan, String message, Map<String, Object> fields, String tooLate) {
    try {
      unbound.run(() -> runtime.createMessageCorrelation(message).processInstanceBusinessKey(loan.number().value())
          .processInstanceVariableEquals("loan", loan.id()).setVariables(fields).correlate());
    } catch (MismatchingMessageCorrelationException e) {
      throw new InvalidInput("loan", tooLate);
    }
    return loans.find(loan.id()).orElseThrow();
  }
}
