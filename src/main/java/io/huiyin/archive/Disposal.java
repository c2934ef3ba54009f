package io.huiyin.archive;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.CaseAccess;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 鉴定销毁: lists of archives whose term is over. One person says of each archive whether it goes or is kept longer, another
 * approves the list; then each archive is destroyed by itself, or left when something came in between. [000; norm]
 */
@Service
public class Disposal {

  /** How far a list is: 鉴定中, 待批准, 已批准. */
  public enum Status { APPRAISAL, APPROVAL, APPROVED }

  /** What is to happen to an archive. */
  public enum Decision { DESTROY, EXTEND }

  /** What happened to it. */
  public enum Outcome { DESTROYED, EXTENDED, STOPPED }

  /**
   * A list with its counts.
   *
   * @param custodian the group that appraises it: what the archivist may not see is on a list of the board office
   * @param open      items whose outcome is not known yet
   */
  public record DisposalList(long id, String custodian, Status status, String openedBy, Instant openedAt, String submittedBy,
      Instant submittedAt, String approvedBy, Instant approvedAt, String comment, int items, int undecided, int destroy,
      int extend, int open) {
  }

  /** @param outcomeReason one sentence without personal data, when it was stopped */
  public record Item(ComplaintNumber number, LocalDate retentionUntil, String legalBasis, Decision decision,
      LocalDate extendUntil, String reason, String appraisedBy, Outcome outcome, String outcomeReason,
      Instant outcomeAt) {
  }

  /**
   * A line of the list as it goes to paper. What was counted stays when the archive is destroyed.
   *
   * @param entries of the case file
   */
  public record Line(Item item, Category category, Instant closedAt, int entries, int evidence) {
  }

  private static final int LONGEST_REASON = 500;

  private final JdbcClient jdbc;
  private final Completeness completeness;
  private final Vault vault;
  private final Clock clock;

  Disposal(JdbcClient jdbc, Completeness completeness, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.completeness = completeness;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Puts every archive that is filed, closed, past its term, not held, not on loan and on no open list on a new list, one
   * for each group that keeps some of them. Demands the caller's transaction.
   *
   * @return empty if there is none
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<Long> collect(String actor) {
    // of two who begin at once the second finds nothing left
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('disposal', 0))").query(row -> { });
    return CaseAccess.CUSTODIANS.stream().sorted().flatMap(custodian -> collect(custodian, actor).stream()).toList();
  }

  private Optional<Long> collect(String custodian, String actor) {
    var list = jdbc.sql("""
            insert into disposal_list (custodian, opened_by, opened_at, status) values (?, ?, ?, 'APPRAISAL') returning id""")
        .params(custodian, actor, now()).query(Long.class).single();
    var items = jdbc.sql("""
            insert into disposal_item (list, number, retention_until, legal_basis)
            select :list, a.number, retention_until, legal_basis from archive a join complaint c on c.number = a.number
            where %s = :custodian and filed_at is not null and a.status = 'CLOSED' and destroyed_at is null and retention_until < :today
              and not exists (select 1 from legal_hold h where h.number = a.number and h.lifted_at is null)
              and not exists (select 1 from archive_loan l where l.number = a.number and l.%s)
              and not exists (select 1 from disposal_item i where i.number = a.number and i.outcome is null)
              and not exists (select 1 from erasure_request e where e.number = a.number and e.ended_at is null)""".formatted(CaseAccess.CUSTODIAN, Loans.OPEN))
        .param("list", list).param("custodian", custodian).param("today", today()).update();
    if (items == 0) {
      jdbc.sql("delete from disposal_list where id = ?").param(list).update();
      return Optional.empty();
    }
    return Optional.of(list);
  }

  /**
   * Another group keeps the archive from now on: it leaves the list that nobody approved yet, and comes on one of the
   * other group. Demands the caller's transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void leaveOpenList(ComplaintNumber number) {
    jdbc.sql("""
            delete from disposal_item i using disposal_list l
            where i.number = ? and i.outcome is null and l.id = i.list and l.status <> 'APPROVED'""")
        .param(number.value()).update();
  }

  /** That another group keeps the archive now than the one that appraised it, in one Chinese sentence. */
  @Transactional(readOnly = true)
  public Optional<String> changedHands(long list, ComplaintNumber number) {
    return jdbc.sql("""
            select 1 from disposal_list l, complaint c
            where l.id = ? and c.number = ? and l.custodian <> %s""".formatted(CaseAccess.CUSTODIAN))
        .params(list, number.value()).query(Integer.class).optional().map(changed -> "批准后改由另一部门保管，须重新鉴定");
  }

  /**
   * Says what is to happen to archives of a list that is being appraised.
   *
   * @param numbers     {@code null} means all that nobody decided on yet
   * @param extendUntil new end of retention, for {@link Decision#EXTEND} only
   * @param reason      why it is kept longer, for {@link Decision#EXTEND} only
   * @return how many archives were marked
   * @throws InvalidInput           naming {@code list}, {@code decision} (also if one is to be kept that was destroyed on
   *                                the customer's request meanwhile), {@code extendUntil} or {@code reason}
   * @throws NoSuchElementException if there is no such list
   */
  @Transactional
  public int mark(long list, List<String> numbers, Decision decision, LocalDate extendUntil, String reason, String actor) {
    demand(list, Status.APPRAISAL, "这份清册不在鉴定中，不能再改");
    if (decision == null) {
      throw new InvalidInput("decision", "请选择销毁或延长保管");
    }
    var extends_ = decision == Decision.EXTEND;
    if (extends_ && (extendUntil == null || !extendUntil.isAfter(today()) || extendUntil.getYear() > 2999)) {
      throw new InvalidInput("extendUntil", "请填写延长到哪一天，须晚于今天");
    }
    if (extends_ && (reason == null || reason.isBlank() || reason.strip().length() > LONGEST_REASON)) {
      throw new InvalidInput("reason", "请写明延长保管的理由，最多 " + LONGEST_REASON + " 个字");
    }
    if (extends_) {
      refuseDestroyed(list, numbers);
    }
    tookPart(list, Set.of(actor));
    return jdbc.sql("""
            update disposal_item set decision = :decision, extend_until = :until, reason = :reason,
              appraised_by = :actor, appraised_at = :at
            where list = :list and (number = any (:numbers) or :all and decision is null)""")
        .param("decision", decision.name()).param("until", extends_ ? extendUntil : null, java.sql.Types.DATE)
        .param("reason", extends_ ? vault.seal(reason.strip()) : null, java.sql.Types.BINARY)
        .param("actor", actor).param("at", now()).param("list", list)
        .param("numbers", numbers == null ? new String[0] : numbers.toArray(String[]::new))
        .param("all", numbers == null).update();
  }

  /** From here on none of them is destroyed until they are marked. A reason may hold personal data, which nothing would remove. */
  private void refuseDestroyed(long list, List<String> numbers) {
    var gone = jdbc.sql("""
            select number, destroyed_at is not null as gone from archive where number in (select number from disposal_item
              where list = :list and (number = any (:numbers) or :all and decision is null)) order by number for update""")
        .param("list", list).param("numbers", numbers == null ? new String[0] : numbers.toArray(String[]::new))
        .param("all", numbers == null).query((row, i) -> row.getBoolean("gone") ? row.getString("number") : null).list()
        .stream().filter(Objects::nonNull).toList();
    if (!gone.isEmpty()) {
      throw new InvalidInput("decision", "清册中已有按客户要求销毁的档案，不能延长保管，请先把它们标为销毁："
          + gone.stream().limit(10).collect(Collectors.joining("、")) + (gone.size() > 10 ? " 等" : ""));
    }
  }

  /**
   * The appraisal is done. Demands the caller's transaction.
   *
   * @param authors the actor and in whose place the actor stands
   * @return whoever took part in the appraisal, in this round or an earlier one, and may not approve it; by comma
   * @throws InvalidInput naming {@code list} if it is not
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public String submit(long list, String actor, Set<String> authors) {
    demand(list, Status.APPRAISAL, "这份清册不在鉴定中");
    var undecided = get(list).undecided;
    if (undecided > 0) {
      throw new InvalidInput("list", "还有 " + undecided + " 卷没有鉴定结论，请在“鉴定销毁”页逐卷或批量注明");
    }
    jdbc.sql("update disposal_list set status = 'APPROVAL', submitted_by = ?, submitted_at = ? where id = ?")
        .params(actor, now(), list).update();
    return tookPart(list, authors);
  }

  private String tookPart(long list, Set<String> people) {
    return jdbc.sql("""
            update disposal_list set appraisers = array(select distinct unnest(appraisers || cast(:people as text[])) order by 1)
            where id = :list returning array_to_string(appraisers, ',')""")
        .param("people", people.toArray(String[]::new)).param("list", list).query(String.class).single();
  }

  /** Gives the list back to the appraisers. Demands the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void giveBack(long list, String comment) {
    demand(list, Status.APPROVAL, "这份清册不待批准");
    jdbc.sql("update disposal_list set status = 'APPRAISAL', comment = ? where id = ?")
        .params(vault.seal(comment), list).update();
  }

  /**
   * Approves the list; what is to be kept longer is kept longer at once. Demands the caller's transaction.
   *
   * @throws InvalidInput naming {@code assignee} if the person took part in the appraisal
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void approve(long list, String comment, String actor) {
    demand(list, Status.APPROVAL, "这份清册不待批准");
    if (jdbc.sql("select :actor = any (appraisers) from disposal_list where id = :list")
        .param("list", list).param("actor", actor).query(Boolean.class).single()) {
      throw new InvalidInput("assignee", "您参加了这份清册的鉴定，不能批准；请由董事办其他同事批准");
    }
    jdbc.sql("update disposal_list set status = 'APPROVED', approved_by = ?, approved_at = ?, comment = ? where id = ?")
        .params(actor, now(), vault.seal(comment), list).update();
    for (var item : items(list, Decision.EXTEND, 0, Integer.MAX_VALUE)) {
      if (isDestroyed(item.number)) {
        outcome(list, item.number, Outcome.STOPPED, "档案已按客户要求销毁");
      } else {
        completeness.keepUntil(item.number, item.extendUntil, "鉴定后延长保管", item.appraisedBy);
        outcome(list, item.number, Outcome.EXTENDED, null);
      }
    }
  }

  private boolean isDestroyed(ComplaintNumber number) {
    return jdbc.sql("select destroyed_at is not null from archive where number = ? for update").param(number.value())
        .query(Boolean.class).single();
  }

  /** The archives of an approved list that are to be destroyed and have not been dealt with yet. */
  @Transactional(readOnly = true)
  public List<ComplaintNumber> toDestroy(long list) {
    return jdbc.sql("""
            select number from disposal_item where list = ? and decision = 'DESTROY' and outcome is null order by number""")
        .param(list).query((row, i) -> new ComplaintNumber(row.getString(1))).list();
  }

  /** On whose word an archive of an approved list goes. @throws NoSuchElementException if it does not stand there so */
  @Transactional(readOnly = true)
  public Destruction.Order order(long list, ComplaintNumber number) {
    return jdbc.sql("""
            select i.appraised_by, l.approved_by from disposal_item i join disposal_list l on l.id = i.list
            where i.list = ? and i.number = ? and i.decision = 'DESTROY' and l.status = 'APPROVED'""")
        .params(list, number.value())
        .query((row, i) -> new Destruction.Order(row.getString(1), row.getString(2), list, null)).optional()
        .orElseThrow(() -> new NoSuchElementException("Not approved for destruction"));
  }

  /** What became of an archive of the list. Demands the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void outcome(long list, ComplaintNumber number, Outcome outcome, String reason) {
    jdbc.sql("""
            update disposal_item set outcome = ?, outcome_reason = ?, outcome_at = ?
            where list = ? and number = ? and outcome is null""")
        .params(outcome.name(), reason, now(), list, number.value()).update();
  }

  /** @throws NoSuchElementException if there is no such list */
  @Transactional(readOnly = true)
  public DisposalList get(long list) {
    return jdbc.sql(LISTS.formatted("where l.id = :list")).param("list", list).query(this::list).optional()
        .orElseThrow(() -> new NoSuchElementException("No such disposal list"));
  }

  /** The lists that these groups appraise, newest first. */
  @Transactional(readOnly = true)
  public List<DisposalList> lists(Set<String> custodians) {
    return jdbc.sql(LISTS.formatted("where l.custodian in (:custodians)") + " limit 200").param("custodians", custodians)
        .query(this::list).list();
  }

  /**
   * The archives of a list by number.
   *
   * @param decision only these; {@code null} means all
   */
  @Transactional(readOnly = true)
  public List<Item> items(long list, Decision decision, int offset, int limit) {
    return jdbc.sql("""
            select * from disposal_item where list = :list and (:all or decision = :decision)
            order by number offset :offset limit :limit""")
        .param("list", list).param("all", decision == null).param("decision", decision == null ? "" : decision.name())
        .param("offset", offset).param("limit", limit).query(this::item).list();
  }

  /** A piece of the list for paper, by number. */
  @Transactional(readOnly = true)
  public List<Line> register(long list, int offset, int limit) {
    return jdbc.sql("""
            select i.*, c.category, c.closed_at, a.head_sequence,
              coalesce((d.counts ->> :evidence)::int,
                (select count(*) from archive_evidence e where e.number = i.number)) as evidence
            from disposal_item i join complaint c on c.number = i.number join archive a on a.number = i.number
              left join destruction_certificate d on d.number = i.number
            where i.list = :list order by i.number offset :offset limit :limit""")
        .param("list", list).param("evidence", ArchiveHoldings.EVIDENCE).param("offset", offset).param("limit", limit)
        .query((row, i) -> new Line(item(row, i), Category.valueOf(row.getString("category")),
            instant(row, "closed_at"), row.getInt("head_sequence"), row.getInt("evidence"))).list();
  }

  private static final String LISTS = """
      select l.*, c.* from disposal_list l cross join lateral (
        select count(*) as items, count(*) filter (where decision is null) as undecided,
          count(*) filter (where decision = 'DESTROY') as destroy, count(*) filter (where decision = 'EXTEND') as extend,
          count(*) filter (where outcome is null) as open
        from disposal_item i where i.list = l.id) c %s order by l.id desc""";

  private void demand(long list, Status status, String otherwise) {
    var found = jdbc.sql("select status from disposal_list where id = ? for update").param(list).query(String.class)
        .optional().orElseThrow(() -> new NoSuchElementException("No such disposal list"));
    if (!found.equals(status.name())) {
      throw new InvalidInput("list", otherwise);
    }
  }

  private DisposalList list(ResultSet row, int ignored) throws SQLException {
    return new DisposalList(row.getLong("id"), row.getString("custodian"), Status.valueOf(row.getString("status")), row.getString("opened_by"),
        instant(row, "opened_at"), row.getString("submitted_by"), instant(row, "submitted_at"),
        row.getString("approved_by"), instant(row, "approved_at"), vault.open(row.getBytes("comment")),
        row.getInt("items"), row.getInt("undecided"), row.getInt("destroy"), row.getInt("extend"), row.getInt("open"));
  }

  private Item item(ResultSet row, int ignored) throws SQLException {
    var decision = row.getString("decision");
    var outcome = row.getString("outcome");
    return new Item(new ComplaintNumber(row.getString("number")), row.getObject("retention_until", LocalDate.class),
        row.getString("legal_basis"), decision == null ? null : Decision.valueOf(decision),
        row.getObject("extend_until", LocalDate.class), vault.open(row.getBytes("reason")),
        row.getString("appraised_by"), outcome == null ? null : Outcome.valueOf(outcome),
        row.getString("outcome_reason"), instant(row, "outcome_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), clock.getZone());
  }
}
