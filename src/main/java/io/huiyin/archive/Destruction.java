package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.PersonalHolding;
import io.huiyin.complaint.UnknownComplaint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 销毁: takes personal data and evidence of one case out of every place that keeps them, in one transaction, and leaves a
 * certificate for ever. Entries, heads and daily roots stay, so the chain goes on to verify; what statistics need stays,
 * too. [000; norm]
 */
@Service
public class Destruction {

  /**
   * On whose word a case is destroyed.
   *
   * @param list    disposal list that the case stands on, or {@code null}
   * @param erasure the customer's erasure request, or {@code null}
   */
  public record Order(String appraisedBy, String approvedBy, Long list, Long erasure) {

    /** @throws IllegalArgumentException unless two different people stand for it, on one ground */
    public Order {
      Objects.requireNonNull(appraisedBy, "appraisedBy");
      Objects.requireNonNull(approvedBy, "approvedBy");
      if (appraisedBy.equals(approvedBy) || (list == null) == (erasure == null)) {
        throw new IllegalArgumentException("销毁须由两个人分别鉴定和批准，依据只有一个");
      }
    }
  }

  /**
   * What is left to show: 销毁证明.
   *
   * @param head   hash of the entry that says so, the chain's end at that moment
   * @param counts what was destroyed and how much of it
   */
  public record Certificate(ComplaintNumber number, Instant destroyedAt, int entries, String head,
      Map<String, Object> counts, String legalBasis, String appraisedBy, String approvedBy, Long list, Long erasure,
      boolean filesRemain) {
  }

  private final JdbcClient jdbc;
  private final Archives archives;
  private final ArchiveAudit audit;
  private final Complaints complaints;
  private final LegalHolds holds;
  private final Loans loans;
  private final List<PersonalHolding> holdings;
  private final Clock clock;

  Destruction(JdbcClient jdbc, Archives archives, ArchiveAudit audit, Complaints complaints, LegalHolds holds,
      Loans loans, List<PersonalHolding> holdings, Clock clock) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.audit = audit;
    this.complaints = complaints;
    this.holds = holds;
    this.loans = loans;
    this.holdings = holdings;
    this.clock = clock;
  }

  /**
   * Destroys the case, unless something came in between that speaks against it. A second call for a case that is
   * destroyed already changes nothing. Demands the caller's transaction.
   *
   * @return why it was left as it is, in one Chinese sentence; empty when it is destroyed
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<String> destroy(ComplaintNumber number, Order order) {
    var cover = lock(number);
    if (cover.destroyed) {
      return Optional.empty();
    }
    // that somebody still follows it up does not keep the data from a customer whose term is over
    var objection = objection(number, order.erasure == null ? cover : cover.as(ArchiveStatus.CLOSED));
    if (objection.isPresent()) {
      return objection;
    }
    if (!audit.verifyChain(number).cover().isEmpty()) {
      return Optional.of("档案的封面、冻结或免交与案卷里的记录不符，请先核验并查明"); // the grounds for it stand there
    }
    var counts = new LinkedHashMap<String, Object>();
    holdings.forEach(holding -> {
      var count = holding.destroy(number);
      if (count > 0) {
        counts.put(holding.label(), count);
      }
    });
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var facts = new LinkedHashMap<String, Object>();
    facts.put("destroyed", counts);
    facts.put("legalBasis", cover.legalBasis);
    facts.put("appraisedBy", order.appraisedBy);
    facts.put("approvedBy", order.approvedBy);
    facts.put("list", order.list);
    facts.put("erasure", order.erasure);
    facts.put("cover", audit.cover(number)); // what the entries said of it goes with their payloads
    archives.append(number, List.of(new NewEntry(Archives.PAYLOADS_DESTROYED,
        "档案销毁：个人信息和证据材料已清除，记录和哈希链保留", order.approvedBy, "ARCHIVE", at, facts)));
    jdbc.sql("update archive set destroyed_at = ? where number = ?").params(Timestamp.from(at), number.value()).update();
    jdbc.sql("""
            insert into destruction_certificate (number, destroyed_at, entries, head_hash, counts, legal_basis,
              appraised_by, approved_by, list, erasure)
            select number, destroyed_at, head_sequence, head_hash, ?::jsonb, legal_basis, ?, ?, ?, ? from archive
            where number = ?""")
        .params(PayloadJson.write(counts), order.appraisedBy, order.approvedBy, order.list, order.erasure,
            number.value()).update();
    return Optional.empty();
  }

  /**
   * How an archive stands with its term.
   *
   * @param until      last day of retention, {@code null} until it is filed
   * @param filed      the case is over and its archive filed, be it to follow up or not
   * @param held       a legal hold is on, so that the term does not end
   * @param expired    the term is over
   */
  public record Standing(ArchiveStatus status, LocalDate until, String legalBasis, boolean filed, boolean held,
      boolean expired, boolean destroyed) {
  }

  @Transactional(readOnly = true)
  public Standing standing(ComplaintNumber number) {
    var cover = read(number, "");
    return new Standing(cover.status, cover.until, cover.legalBasis,
        complaints.isFiled(number), holds.isHeld(number),
        cover.until != null && cover.until.isBefore(today()), cover.destroyed);
  }

  /** What speaks against destroying the archive as it stands now, in one Chinese sentence. */
  @Transactional(readOnly = true)
  public Optional<String> objection(ComplaintNumber number) {
    return objection(number, read(number, ""));
  }

  /** That somebody asks for the archive or has it on loan, in one Chinese sentence. */
  @Transactional(readOnly = true)
  public Optional<String> borrowed(ComplaintNumber number) {
    return loans.areOpen(number) ? Optional.of("档案还有借阅没有结束") : Optional.empty();
  }

  private Optional<String> objection(ComplaintNumber number, Cover cover) {
    if (cover.destroyed) {
      return Optional.of("档案已经销毁");
    }
    if (cover.until == null) {
      return Optional.of("案件还没有归档");
    }
    if (holds.isHeld(number)) {
      return Optional.of("档案处于法律冻结中");
    }
    var borrowed = borrowed(number);
    if (borrowed.isPresent()) {
      return borrowed;
    }
    if (cover.status != ArchiveStatus.CLOSED) {
      return Optional.of("档案处于“" + cover.status.label() + "”，不是已办结");
    }
    return cover.until.isBefore(today()) ? Optional.empty() : Optional.of("保管期限到 " + cover.until + "，尚未届满");
  }

  /** The certificate of a destroyed case. */
  @Transactional(readOnly = true)
  public Optional<Certificate> certificate(ComplaintNumber number) {
    return jdbc.sql("""
            select c.*, exists (select 1 from evidence_removal r where r.number = c.number) as files_remain
            from destruction_certificate c where number = ?""")
        .param(number.value()).query(Destruction::certificate).optional();
  }

  /**
   * From here on the archive is not destroyed until the caller's transaction ends.
   *
   * @throws InvalidInput naming the field if the archive is destroyed: nothing can be added to it any more
   */
  @Transactional
  public void refuseDestroyed(ComplaintNumber number, String field) {
    if (lock(number).destroyed) {
      throw Archives.destroyed(field);
    }
  }

  /** The same, and while the case is only stored on the customer's request. [PIPL 47] */
  @Transactional
  public void refuseClosed(ComplaintNumber number, String field) {
    refuseDestroyed(number, field);
    complaints.find(number).ifPresent(complaint -> complaint.refuseRestricted(field));
  }

  private record Cover(boolean destroyed, LocalDate until, ArchiveStatus status, String legalBasis) {

    Cover as(ArchiveStatus other) {
      return new Cover(destroyed, until, other, legalBasis);
    }
  }

  private Cover lock(ComplaintNumber number) {
    return read(number, " for update");
  }

  private Cover read(ComplaintNumber number, String lock) {
    return jdbc.sql("select destroyed_at, retention_until, status, legal_basis from archive where number = ?" + lock)
        .param(number.value()).query((row, i) -> new Cover(row.getTimestamp("destroyed_at") != null,
            row.getObject("retention_until", LocalDate.class), ArchiveStatus.valueOf(row.getString("status")),
            row.getString("legal_basis")))
        .optional().orElseThrow(() -> new UnknownComplaint(number));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), clock.getZone());
  }

  private static Certificate certificate(ResultSet row, int ignored) throws SQLException {
    return new Certificate(new ComplaintNumber(row.getString("number")), row.getTimestamp("destroyed_at").toInstant(),
        row.getInt("entries"), HexFormat.of().formatHex(row.getBytes("head_hash")),
        PayloadJson.read(row.getString("counts")), row.getString("legal_basis"), row.getString("appraised_by"),
        row.getString("approved_by"), row.getObject("list", Long.class), row.getObject("erasure", Long.class),
        row.getBoolean("files_remain"));
  }
}
