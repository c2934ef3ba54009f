package io.huiyin.flow.workbench;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Who is logged in to the web apps, and what that person may see. What may not be seen does not exist: 404. */
@Component
class Caller {

  private final IdentityService identity;
  private final TaskService tasks;
  private final RuntimeService runtime;
  private final Complaints complaints;
  private final CaseAccess access;
  private final AccessLog log;
  private final Directory directory;

  Caller(IdentityService identity, TaskService tasks, RuntimeService runtime, Complaints complaints,
      CaseAccess access, AccessLog log, Directory directory) {
    this.identity = identity;
    this.tasks = tasks;
    this.runtime = runtime;
    this.complaints = complaints;
    this.access = access;
    this.log = log;
    this.directory = directory;
  }

  /** @throws ResponseStatusException 401 if nobody is logged in */
  Person person() {
    var authentication = identity.getCurrentAuthentication();
    if (authentication == null || authentication.getUserId() == null) {
      throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
    }
    var groups = authentication.getGroupIds();
    return new Person(authentication.getUserId(), name(authentication.getUserId()), "",
        groups == null ? Set.of() : Set.copyOf(groups));
  }

  /**
   * The person, who must be in one of the groups.
   *
   * @throws ResponseStatusException 403 with these Chinese words otherwise
   */
  Person only(Set<String> groups, String otherwise) {
    var person = person();
    allow(person.isIn(groups), otherwise);
    return person;
  }

  /** @throws ResponseStatusException 403 with these Chinese words unless it is allowed */
  static void allow(boolean allowed, String otherwise) {
    if (!allowed) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN, otherwise);
    }
  }

  /** @throws ResponseStatusException 404 unless the person may read the task */
  Task task(String taskId) {
    person();
    var task = tasks.createTaskQuery().taskId(taskId).singleResult();
    if (task == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return task;
  }

  /**
   * The case of a task that the person may read.
   *
   * @throws ResponseStatusException 404 if the task belongs to none, or to one that the person may not read
   */
  Complaint complaintOf(Task task) {
    var instance = task.getProcessInstanceId() == null ? null : elevated(() -> runtime.createProcessInstanceQuery()
        .processInstanceId(task.getProcessInstanceId()).singleResult());
    if (instance == null || instance.getBusinessKey() == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return complaint(instance.getBusinessKey());
  }

  /** @throws ResponseStatusException 404 unless the person may read the case */
  Complaint complaint(String number) {
    person();
    if (!ComplaintNumber.isValid(number)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return complaints.find(new ComplaintNumber(number))
        .filter(found -> handles(found) || refused(number))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  /**
   * The case, to which the person does this.
   *
   * @throws ResponseStatusException 404 unless the person may read the case, 403 in Chinese if it is not his or hers to work
   */
  Complaint work(String number, CaseAction action) {
    return work(complaint(number), action);
  }

  /** The same for the case of a task that the person may read. */
  Complaint workOn(Task task, CaseAction action) {
    return work(complaintOf(task), action);
  }

  private Complaint work(Complaint complaint, CaseAction action) {
    if (!mayDo(complaint).contains(action)) {
      log.refused(person(), complaint.number().value(), action);
      throw new ResponseStatusException(HttpStatus.FORBIDDEN, action.refusal(person()));
    }
    return complaint;
  }

  /** What the person may do to a case that is his or hers to see. */
  Set<CaseAction> mayDo(Complaint complaint) {
    return access.mayDo(person(), complaint.number().value(), complaint.sensitive());
  }

  /**
   * A case of which the person may know the cover: how long it is kept, what holds it. That is whoever may read it, and
   * who keeps its archive without reading it.
   *
   * @throws ResponseStatusException 404 otherwise
   */
  Complaint cover(String number) {
    return keeps(number) ? complaints.get(new ComplaintNumber(number)) : complaint(number);
  }

  /** @throws ResponseStatusException 404 unless the person keeps the archive of the case, be it the person's to read or not */
  Complaint kept(String number) {
    if (keeps(number)) {
      return complaints.get(new ComplaintNumber(number));
    }
    complaint(number); // whoever may not read it either is refused on record
    throw new ResponseStatusException(HttpStatus.NOT_FOUND);
  }

  private boolean keeps(String number) {
    var person = person();
    return ComplaintNumber.isValid(number) && complaints.find(new ComplaintNumber(number)).isPresent()
        && access.keeps(person, number);
  }

  /** Whether the case is the person's to see by the rules of cases. */
  boolean handles(Complaint complaint) {
    return access.maySee(person(), complaint.number().value(), complaint.sensitive());
  }

  /** Puts on record what the person does with a case that is his or hers to see. */
  void log(Complaint complaint, Action action, String detail) {
    log(complaint.number().value(), action, detail);
  }

  /** @param number of a case, or {@link AccessLog#MANY} */
  void log(String number, Action action, String detail) {
    log.record(person(), number, action, detail);
  }

  /** Puts it on record that the person may not see the case. */
  private boolean refused(String number) {
    log.refused(person(), number);
    return false;
  }

  /** What a person reads for a user id. */
  String name(String userId) {
    return "system".equals(userId) ? "系统"
        : elevated(() -> directory.personName(userId));
  }

  /** Does something with the engine's own rights; the caller's right to it was checked before. */
  <T> T elevated(Supplier<T> action) {
    return Elevated.ask(identity, action);
  }
}
