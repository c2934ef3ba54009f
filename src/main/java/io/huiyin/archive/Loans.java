package io.huiyin.archive;

import io.huiyin.archive.Loan.Medium;
import io.huiyin.archive.Loan.Revocation;
import io.huiyin.archive.Loan.Status;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.CaseAccess;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The loan register. A loan of the electronic archive is a grant that ends by itself; of the paper one only one person
 * has it at a time. Writing demands the transaction of the step of the flow. [000]
 */
@Service
public class Loans {

  /**
   * Which loans; a part that is {@code null} does not narrow.
   *
   * @param overdue only paper that should be back
   */
  public record Filter(String number, String borrower, boolean open, boolean overdue) {
  }

  /** One page of the register, the latest request first. */
  public record Page(List<Loan> loans, long total) {
  }

  static final String OPEN = "status in ('REQUESTED', 'LENT')";

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final Vault vault;
  private final Clock clock;

  Loans(JdbcClient jdbc, CaseAccess access, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Puts a request on record.
   *
   * @param revokers groups that may take the loan back, by comma
   * @throws InvalidInput if the person has a loan of it already, or the paper cannot be had, naming {@code medium}; naming
   *                      {@code number} if the archive is destroyed or only stored
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loan request(ComplaintNumber number, String borrower, String purpose, int days, Medium medium,
      boolean sensitive, int extensions, String revokers) {
    if (of(number).stream().anyMatch(loan -> loan.isOpen() && loan.borrower().equals(borrower)
        && (loan.isPaper() || loan.status() == Status.REQUESTED || loan.until().isAfter(clock.instant())))) {
      throw new InvalidInput("medium", "您已申请或正在借阅这份档案，不用重复申请");
    }
    refuseDestroyed(number);
    refuseClosed(number, sensitive, "number");
    if (medium != Medium.ELECTRONIC) {
      refuseUnlessOnShelf(number, "medium");
    }
    return jdbc.sql("""
            insert into archive_loan
              (number, borrower, purpose, days, medium, sensitive, extensions_left, revokers, status, requested_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'REQUESTED', ?) returning *""")
        .params(number.value(), borrower, vault.seal(purpose), days, medium.name(), sensitive, extensions, revokers, now())
        .query(this::loan).single();
  }

  /**
   * Lends what was asked for.
   *
   * @throws InvalidInput if the paper was lent to somebody else meanwhile, naming {@code loanDecision}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loan lend(long id, String by, String opinion, Instant until) {
    var asked = locked(id, Status.REQUESTED);
    refuseClosed(asked.number(), asked.sensitive(), "loanDecision");
    if (asked.isPaper()) {
      refuseUnlessOnShelf(asked.number(), "loanDecision");
    }
    if (asked.medium() != Medium.PAPER) {
      access.grantUntil(asked.number().value(), asked.borrower(), grant(asked), until);
    }
    return jdbc.sql("""
            update archive_loan set status = 'LENT', decided_by = ?, decided_at = ?, opinion = ?, until = ?
            where id = ? returning *""")
        .params(by, now(), vault.seal(opinion), Timestamp.from(until), id).query(this::loan).single();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public Loan refuse(long id, String by, String opinion) {
    locked(id, Status.REQUESTED);
    return jdbc.sql("""
            update archive_loan set status = 'REFUSED', decided_by = ?, decided_at = ?, opinion = ? where id = ?
            returning *""")
        .params(by, now(), vault.seal(opinion), id).query(this::loan).single();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public Loan withdraw(long id) {
    locked(id, Status.REQUESTED);
    return end(id, Status.WITHDRAWN, null, null);
  }

  /** The archivist gave the paper out. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loan handOut(long id, String by) {
    locked(id, Status.LENT);
    return jdbc.sql("update archive_loan set handed_out_by = ?, handed_out_at = ? where id = ? returning *")
        .params(by, now(), id).query(this::loan).single();
  }

  /**
   * That the loan may be extended.
   *
   * @throws InvalidInput naming {@code loan} if it is not lent, over already, or was extended as often as it may
   */
  @Transactional(readOnly = true)
  public Loan demandExtendable(long id) {
    var loan = find(id).orElseThrow();
    if (loan.status() != Status.LENT || !clock.instant().isBefore(loan.until())) {
      throw new InvalidInput("loan", "只有还没有到期的借阅可以续借，请重新申请");
    }
    if (loan.extensionsLeft() == 0) {
      throw new InvalidInput("loan", "这次借阅不能再续借，请重新申请");
    }
    return loan;
  }

  /** Moves the end. @throws InvalidInput as {@link #demandExtendable} */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loan extend(long id, Instant until) {
    var loan = demandExtendable(id);
    if (loan.medium() != Medium.PAPER) {
      access.grantUntil(loan.number().value(), loan.borrower(), grant(loan), until);
    }
    return jdbc.sql("""
            update archive_loan set until = ?, extensions_left = extensions_left - 1 where id = ? returning *""")
        .params(Timestamp.from(until), id).query(this::loan).single();
  }

  /**
   * Ends reading at once. Paper that is out is due now, and lent until it is back; without any the loan is over.
   *
   * @throws InvalidInput naming {@code loan} if it was taken back already
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loan revoke(long id, String by, String reason) {
    var loan = locked(id, Status.LENT);
    if (loan.revocation() != null) {
      throw new InvalidInput("loan", "这笔借阅已经收回，正等待归还纸质案卷");
    }
    access.revokeForTask(grant(loan));
    jdbc.sql("""
            update archive_loan set revoked_by = ?, revoked_at = ?, revocation_reason = ?, until = least(until, ?)
            where id = ?""")
        .params(by, now(), vault.seal(reason), now(), id).update();
    return loan.handedOutAt() == null ? end(id, Status.REVOKED, by, null) : find(id).orElseThrow();
  }

  /** It is over: the time is up, or the paper is back. What was opened closes, if it has not by itself. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loan giveBack(long id, String by, String note) {
    return close(locked(id, Status.LENT), Status.RETURNED, by, note);
  }

  /** The paper is lost. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loan lose(long id, String by, String note) {
    return close(locked(id, Status.LENT), Status.LOST, by, note);
  }

  @Transactional(readOnly = true)
  public Optional<Loan> find(long id) {
    return jdbc.sql("select * from archive_loan where id = ?").param(id).query(this::loan).optional();
  }

  /** The loans of one archive, oldest request first. */
  @Transactional(readOnly = true)
  public List<Loan> of(ComplaintNumber number) {
    return jdbc.sql("select * from archive_loan where number = ? order by id").param(number.value())
        .query(this::loan).list();
  }

  /** Whether somebody asks for the archive, reads it on loan, or has its paper. */
  @Transactional(readOnly = true)
  public boolean areOpen(ComplaintNumber number) {
    return jdbc.sql("select exists (select 1 from archive_loan where number = ? and " + OPEN + ")").param(number.value())
        .query(Boolean.class).single();
  }

  /** The register. The caller has made sure that the person may read it. */
  @Transactional(readOnly = true)
  public Page search(Filter filter, long offset, int limit) {
    var params = new HashMap<String, Object>();
    params.put("number", filter.number);
    params.put("borrower", filter.borrower);
    params.put("now", now());
    var where = Stream.of(
            filter.number == null ? "" : " and number = :number",
            filter.borrower == null ? "" : " and borrower = :borrower",
            filter.open ? " and " + OPEN : "",
            filter.overdue ? " and status = 'LENT' and medium <> 'ELECTRONIC' and until <= :now" : "")
        .reduce(" from archive_loan where true", String::concat);
    return new Page(jdbc.sql("select *" + where + " order by id desc offset :offset limit :limit").params(params)
        .param("offset", offset).param("limit", limit).query(this::loan).list(),
        jdbc.sql("select count(*)" + where).params(params).query(Long.class).single());
  }

  /** Whether the paper was lost on loan and was not found since. */
  @Transactional(readOnly = true)
  public boolean isPaperLost(ComplaintNumber number) {
    return jdbc.sql("select exists (select 1 from archive_loan where number = ? and status = 'LOST' and found_at is null)")
        .param(number.value()).query(Boolean.class).single();
  }

  /** Where the paper of a filed archive lies, in words; empty if nothing is on paper. */
  @Transactional(readOnly = true)
  public Optional<String> location(ComplaintNumber number) {
    return jdbc.sql("select paper_location from archive where number = ?").param(number.value())
        .query((row, i) -> Optional.ofNullable(row.getString(1))).optional().flatMap(found -> found)
        .map(PayloadJson::read).map(Loans::words);
  }

  private static String words(Map<String, Object> paper) {
    return Stream.of(Map.entry("room", "档案室 "), Map.entry("cabinet", "柜 "), Map.entry("box", "盒 "),
            Map.entry("position", "位置 "), Map.entry("keyHolder", "钥匙 "))
        .filter(part -> paper.get(part.getKey()) != null && !paper.get(part.getKey()).toString().isEmpty())
        .map(part -> part.getValue() + paper.get(part.getKey())).reduce((a, b) -> a + "，" + b).orElse("");
  }

  /** From here on it is not destroyed until the request is on record. */
  private void refuseDestroyed(ComplaintNumber number) {
    if (jdbc.sql("select destroyed_at is not null from archive where number = ? for update").param(number.value())
        .query(Boolean.class).single()) {
      throw new InvalidInput("number", "这份档案已经销毁，不能借阅");
    }
  }

  /** What is only stored, or was marked highly sensitive after it was asked for. Who asks need not know which. */
  private void refuseClosed(ComplaintNumber number, boolean sensitive, String field) {
    if (jdbc.sql("select restricted_at is not null or sensitive and not ? from complaint where number = ?")
        .params(sensitive, number.value()).query(Boolean.class).single()) {
      throw new InvalidInput(field, "这份档案目前不能借阅；确有需要的，请与董事办联系");
    }
  }

  private void refuseUnlessOnShelf(ComplaintNumber number, String field) {
    jdbc.sql("select 1 from archive where number = ? for update").param(number.value()).query(row -> { });
    if (location(number).isEmpty()) {
      throw new InvalidInput(field, "这份档案没有纸质材料，请借阅电子档案");
    }
    of(number).stream().filter(loan -> loan.isPaper() && loan.status() == Status.LENT).findFirst().ifPresent(out -> {
      throw new InvalidInput(field, "纸质案卷已经借出，归还后才能再借；可以先借阅电子档案");
    });
    if (isPaperLost(number)) {
      throw new InvalidInput(field, "纸质案卷已登记丢失，请借阅电子档案");
    }
  }

  private Loan close(Loan loan, Status status, String by, String note) {
    if (clock.instant().isBefore(loan.until())) {
      access.revokeForTask(grant(loan)); // a grant that ran out stays, so that later attempts are told from others
    }
    return end(loan.id(), status, by, note);
  }

  private Loan end(long id, Status status, String by, String note) {
    return jdbc.sql("""
            update archive_loan set status = ?, ended_by = ?, ended_at = ?, return_note = ? where id = ? returning *""")
        .params(status.name(), by, now(), vault.seal(note), id).query(this::loan).single();
  }

  private Loan locked(long id, Status expected) {
    return jdbc.sql("select * from archive_loan where id = ? for update").param(id).query(this::loan).optional()
        .filter(loan -> loan.status() == expected).orElseThrow(UnknownLoan::new);
  }

  private static String grant(Loan loan) {
    return (loan.sensitive() ? CaseAccess.SENSITIVE_LOAN : CaseAccess.LOAN) + loan.id();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private Loan loan(ResultSet row, int ignored) throws SQLException {
    return new Loan(row.getLong("id"), new ComplaintNumber(row.getString("number")), row.getString("borrower"),
        vault.open(row.getBytes("purpose")), row.getInt("days"), Medium.valueOf(row.getString("medium")),
        row.getBoolean("sensitive"), row.getInt("extensions_left"), Status.valueOf(row.getString("status")),
        instant(row, "requested_at"), row.getString("decided_by"), instant(row, "decided_at"),
        vault.open(row.getBytes("opinion")), instant(row, "until"), row.getString("handed_out_by"),
        instant(row, "handed_out_at"), row.getString("ended_by"), instant(row, "ended_at"),
        vault.open(row.getBytes("return_note")), Set.copyOf(List.of(row.getString("revokers").split(",\\s*"))),
        row.getString("revoked_by") == null ? null : new Revocation(row.getString("revoked_by"),
            instant(row, "revoked_at"), vault.open(row.getBytes("revocation_reason"))));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
