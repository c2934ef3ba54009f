package io.huiyin.web;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Person;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Cases as far as the caller may see them. [000] */
@Component
class VisibleCases {

  private final Complaints complaints;
  private final CaseAccess access;
  private final AccessLog log;

  VisibleCases(Complaints complaints, CaseAccess access, AccessLog log) {
    this.complaints = complaints;
    this.access = access;
    this.log = log;
  }

  /**
   * The case.
   *
   * @throws UnknownComplaint if there is none or the person may not see it; nobody can tell which
   */
  Complaint get(Person person, String number) {
    return Optional.of(number).filter(ComplaintNumber::isValid).map(ComplaintNumber::new).flatMap(complaints::find)
        .filter(complaint -> access.maySee(person, number, complaint.sensitive()) || refused(person, number))
        .orElseThrow(() -> new UnknownComplaint(null));
  }

  /** A case whose archive the person keeps, be it the person's to read or not. @throws UnknownComplaint otherwise */
  Complaint kept(Person person, String number) {
    return Optional.of(known(number)).filter(complaint -> access.keeps(person, number) || refused(person, number))
        .orElseThrow(() -> new UnknownComplaint(null));
  }

  /** Any case, for who decides about it without seeing it. @throws UnknownComplaint if there is none */
  Complaint known(String number) {
    return Optional.of(number).filter(ComplaintNumber::isValid).map(ComplaintNumber::new).flatMap(complaints::find)
        .orElseThrow(() -> new UnknownComplaint(null));
  }

  /** The case, of which the person now does this: on record. */
  Complaint get(Person person, String number, Action action, String detail) {
    var complaint = get(person, number);
    log.record(person, number, action, detail);
    return complaint;
  }

  /**
   * The case, to which the person does this.
   *
   * @throws UnknownComplaint        as above
   * @throws ResponseStatusException 403 in Chinese if the person sees the case and it is not his or hers to work
   */
  Complaint work(Person person, String number, CaseAction action) {
    var complaint = get(person, number);
    if (!access.mayWork(person, number, complaint.sensitive(), action)) {
      log.refused(person, number, action);
      throw new ResponseStatusException(HttpStatus.FORBIDDEN, action.refusal(person));
    }
    return complaint;
  }

  private boolean refused(Person person, String number) {
    log.refused(person, number);
    return false;
  }
}
