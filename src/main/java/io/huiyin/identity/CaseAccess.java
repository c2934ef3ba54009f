package io.huiyin.identity;

import io.huiyin.database.PerTransaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who may see which case, decided here alone for Tasklist, REST, search, export and downloads. Staff see the cases they
 * handle: a person who registered, worked or was copied on a case keeps it; a group sees it while a task waits for the
 * group. Oversight sees what is running, archivist and auditor what is filed as well; whoever else wants to read a filed
 * archive borrows it for a limited time. A highly sensitive case is for named persons only, and so is one whose processing
 * is restricted on the customer's request. Who works a case is fewer than who sees it: a loan, a copy or a naming is for
 * reading. [000][PIPL 47]
 */
@Service
public class CaseAccess {

  /**
   * Begins what stands for a loan in place of a task's id; the loan's id follows. What stands there with a colon opens the
   * case for reading; a task's id has none.
   */
  public static final String LOAN = "loan:";
  /** The same for a loan that was approved knowing that the archive is highly sensitive. */
  public static final String SENSITIVE_LOAN = "sensitive-loan:";

  private static final String NARROWED = "(c.sensitive or c.restricted_at is not null)";

  private static final String GRANTED = """
      exists (select 1 from case_grant g where g.number = c.number and g.principal in (:principals)
        and (g.until is null or g.until > :visibleAt)%s)""";

  /**
   * The rule as an SQL condition on a row {@code c} with the columns {@code number}, {@code sensitive}, {@code restricted_at}
   * and {@code filed}; binds what {@link #visibility} returns. Both subqueries refer to the number alone, so that the database may hash them.
   */
  public static final String VISIBLE = "(not " + NARROWED + " and (:keeps or :oversees and not c.filed or "
      + GRANTED.formatted("") + ") or " + NARROWED + " and "
      + GRANTED.formatted(" and g.principal like 'user:%' and g.task_id not like '" + LOAN + "%'") + ")";

  /** The same for lists and searches: a restricted case is stored and nothing else, so nobody comes upon it. [PIPL 47] */
  public static final String FINDABLE = VISIBLE + " and c.restricted_at is null";

  /**
   * The group that keeps an archive, as an SQL expression on such a row: follows it up, holds it, appraises it at the end
   * of its term. What the archivist may not see is the board office's.
   */
  public static final String CUSTODIAN = "case when " + NARROWED + " then 'board-office' else 'archivist' end";

  /** Every group that {@link #CUSTODIAN} may be. */
  public static final Set<String> CUSTODIANS = Set.of("archivist", "board-office");

  private static final Set<String> OVERSIGHT = Set.of("cs-supervisor", "cs-manager", "board-office");
  private static final Set<String> KEEPERS = Set.of("archivist", "auditor");

  private final JdbcClient jdbc;
  private final Clock clock;
  /** A step of the flow closes one task and opens the next: one statement for all at its end. */
  private final PerTransaction<Changes> pending =
      new PerTransaction<>(() -> new Changes(new LinkedHashSet<>(), new LinkedHashSet<>()), this::write);

  CaseAccess(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A person keeps access to a case. What is done to a filed archive opens nothing for good. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void grantPerson(String number, String userId) {
    grant(number, "user:" + userId, "");
  }

  /** A person from whom a restriction took a case has it again, a filed one, too. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void giveBack(String number, String userId) {
    jdbc.sql("insert into case_grant (number, principal, task_id) values (?, ?, '') on conflict do nothing")
        .params(number, "user:" + userId).update();
  }

  /** A group or person gets access while the task is open. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void grantForTask(String number, Optional<String> userId, Set<String> groups, String taskId) {
    userId.ifPresent(id -> grant(number, "user:" + id, taskId));
    groups.forEach(group -> grant(number, "group:" + group, taskId));
  }

  /** A person may read the case until then; the same {@code by} again moves the end. {@link #revokeForTask} ends it earlier. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void grantUntil(String number, String userId, String by, Instant until) {
    jdbc.sql("""
            insert into case_grant (number, principal, task_id, until) values (?, ?, ?, ?)
            on conflict (number, principal, task_id) do update set until = excluded.until""")
        .params(number, "user:" + userId, by, Timestamp.from(until)).update();
  }

  /** The task is over; what it opened closes. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void revokeForTask(String taskId) {
    var changes = pending.get();
    changes.grants.removeIf(grant -> grant.taskId.equals(taskId));
    changes.over.add(taskId);
  }

  /** The task goes on without these; what others have by it stays. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void revokeForTask(String taskId, Set<String> principals) {
    write(pending.get());
    if (!principals.isEmpty()) {
      jdbc.sql("delete from case_grant where task_id = ? and principal = any (?)")
          .params(taskId, principals.toArray(String[]::new)).update();
    }
  }

  /** Nobody keeps what was granted, be it by an open task or a loan; who is to have the case gets it anew. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void revokeAll(String number) {
    write(pending.get());
    jdbc.sql("delete from case_grant where number = ?").param(number).update();
  }

  /** User ids of those who keep access to the case, whatever else is open to others for a while. */
  @Transactional(readOnly = true)
  public List<String> lasting(String number) {
    return jdbc.sql("""
            select substr(principal, 6) from case_grant
            where number = ? and principal like 'user:%' and task_id = '' order by principal""")
        .param(number).query(String.class).list();
  }

  /** Whether the person may read the case. */
  @Transactional(readOnly = true)
  public boolean maySee(Person person, String number, boolean sensitive) {
    write(pending.get());
    return jdbc.sql("select " + VISIBLE + """
             from (select cast(:number as text) as number, :sensitive as sensitive, max(restricted_at) as restricted_at,
              coalesce(bool_or(filed), false) as filed from complaint where number = :number) c""")
        .params(visibility(person)).param("number", number).param("sensitive", sensitive)
        .query(Boolean.class).single();
  }

  /**
   * What the person may do to the case. It takes the role, and a reason of the person's own: a task of the case, or having
   * worked on it before. Who oversees running cases leads them; the archivist files what is brought later to a filed archive.
   * Who keeps or audits the files needs no other reason to see a customer's contact.
   */
  @Transactional(readOnly = true)
  public Set<CaseAction> mayDo(Person person, String number, boolean sensitive) {
    write(pending.get());
    record Reasons(boolean own, boolean leads, boolean keeps) {
    }
    var reasons = jdbc.sql("""
            select exists (select 1 from case_grant g where g.number = c.number and g.principal in (:principals)
                and g.task_id not like '%:%' and (not c.narrowed or g.principal like 'user:%')) as own,
              not c.narrowed and (:oversight and not c.filed or :keeps and c.filed) as leads,
              not c.narrowed and :keeps as keeps
            from (select number, filed, :sensitive or restricted_at is not null as narrowed from complaint) c
            where c.number = :number""")
        .params(visibility(person)).param("number", number).param("sensitive", sensitive)
        .param("oversight", person.isIn(OVERSIGHT))
        .query((row, i) -> new Reasons(row.getBoolean("own"), row.getBoolean("leads"), row.getBoolean("keeps"))).optional()
        .orElse(new Reasons(false, false, false));
    return Arrays.stream(CaseAction.values())
        .filter(action -> reasons.own || reasons.leads || reasons.keeps && action == CaseAction.UNMASK)
        .filter(action -> person.groups().stream().anyMatch(action::isOf))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(CaseAction.class)));
  }

  /** Whether that is among what the person may do to the case. */
  @Transactional(readOnly = true)
  public boolean mayWork(Person person, String number, boolean sensitive, CaseAction action) {
    return mayDo(person, number, sensitive).contains(action);
  }

  /** The group that keeps the archive of this case, see {@link #CUSTODIAN}. */
  @Transactional(readOnly = true)
  public String custodian(String number) {
    return jdbc.sql("select " + CUSTODIAN + " from complaint c where c.number = ?").param(number).query(String.class)
        .single();
  }

  /** Whether the person keeps the archive of this case, be the case itself the person's to see or not. */
  public boolean keeps(Person person, String number) {
    return person.groups().contains(custodian(number));
  }

  /** User ids of those to whom the case is open by name now, other than by a loan. */
  @Transactional(readOnly = true)
  public List<String> named(String number) {
    write(pending.get());
    return jdbc.sql("""
            select distinct substr(principal, 6) from case_grant
            where number = ? and principal like 'user:%' and until is null order by 1""")
        .param(number).query(String.class).list();
  }

  /** The parameters of {@link #VISIBLE} for this person. */
  public Map<String, Object> visibility(Person person) {
    var principals = Stream.concat(Stream.of("user:" + person.id()), person.groups().stream().map("group:"::concat));
    return Map.of("oversees", oversees(person), "keeps", person.isIn(KEEPERS), "principals", principals.toList(),
        "visibleAt", Timestamp.from(clock.instant()));
  }

  /**
   * For whoever does not see every archive: a query for their numbers, wherever the rest of a search would be
   * read in vain. It may give more than the person sees, never less; {@link #VISIBLE} still decides. Binds what
   * {@link #visibility} returns.
   */
  public Optional<String> reach(Person person) {
    if (person.isIn(KEEPERS)) {
      return Optional.empty();
    }
    return Optional.of((person.isIn(OVERSIGHT) ? "select number from complaint where not filed union " : "")
        + "select g.number from case_grant g where g.principal in (:principals)");
  }

  /** Whether the person may list running cases beyond the own ones. */
  public boolean oversees(Person person) {
    return person.isIn(OVERSIGHT) || person.isIn(KEEPERS);
  }

  private void grant(String number, String principal, String taskId) {
    pending.get().grants.add(new Grant(number, principal, taskId));
  }

  private record Grant(String number, String principal, String taskId) {
  }

  private record Changes(Set<Grant> grants, Set<String> over) {
  }

  private void write(Changes changes) {
    if (!changes.grants.isEmpty() || !changes.over.isEmpty()) {
      jdbc.sql("""
              with gone as (delete from case_grant where task_id = any (?))
              insert into case_grant (number, principal, task_id)
              select number, principal, task_id from unnest(?, ?, ?) as g (number, principal, task_id)
              where task_id <> '' or not exists (select 1 from complaint c where c.number = g.number and c.filed)
              on conflict do nothing""")
          .params(changes.over.toArray(String[]::new), column(changes, Grant::number),
              column(changes, Grant::principal), column(changes, Grant::taskId)).update();
      changes.grants.clear();
      changes.over.clear();
    }
  }

  private static String[] column(Changes changes, Function<Grant, String> column) {
    return changes.grants.stream().map(column).toArray(String[]::new);
  }
}
