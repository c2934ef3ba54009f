package io.huiyin.archive;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.CaseAccess;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 待跟进核对: the archives in 需跟进, and what the archivist decides about each, or the board office. [000] */
@Service
public class FollowUps {

  private static final int NOTE_LIMIT = 1000;
  private static final Set<CaseStatus> OVER = EnumSet.of(CaseStatus.DECLINED, CaseStatus.EXPLAINED,
      CaseStatus.WITHDRAWN, CaseStatus.FILED);

  private final JdbcClient jdbc;
  private final Archives archives;
  private final Complaints complaints;
  private final ObjectProvider<Reminder> reminder;
  private final Vault vault;
  private final Clock clock;

  FollowUps(JdbcClient jdbc, Archives archives, Complaints complaints, ObjectProvider<Reminder> reminder, Vault vault,
      Clock clock) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.complaints = complaints;
    this.reminder = reminder;
    this.vault = vault;
    this.clock = clock;
  }

  /** Port: reminds those who handle a case. Implemented by the flow. */
  public interface Reminder {

    /** Reminds them, each at most once within an hour. Demands the caller's transaction. */
    void remind(ComplaintNumber number, String note, String actor);

    /** User id of who handled the case last; empty if that colleague has left. */
    String handler(ComplaintNumber number);
  }

  /** What may be decided about an archive in 需跟进. */
  public enum Decision {
    REMIND("已提醒经办人"), KEEP("继续跟进"), DONE("跟进完毕");

    private final String label;

    Decision(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  /** A decision as the archive desk and REST hand it in. */
  public record Answer(Decision decision, String note) {

    /** @throws InvalidInput naming every faulty or unknown field */
    public static Answer from(Map<String, ?> body, Instant now) {
      var in = new FieldReader(body, now);
      in.refuseUnknown(Set.of("decision", "note"));
      var answer = new Answer(in.required("decision", Decision.class), in.text("note", NOTE_LIMIT));
      in.throwIfFaulty();
      return answer;
    }
  }

  /**
   * An archive in 需跟进.
   *
   * @param filedAt   when it was filed last, or {@code null}
   * @param decision  the latest one, or {@code null}
   * @param note      with it, or {@code null}
   * @param decidedAt when, or {@code null}
   */
  public record FollowUp(ComplaintNumber number, Instant since, Instant filedAt, Decision decision, String note,
      String decidedBy, Instant decidedAt) {

    /** Whether somebody has looked at it at or after this instant. */
    public boolean isDecidedSince(Instant at) {
      return decidedAt != null && !decidedAt.isBefore(at);
    }
  }

  /** All that is open and kept by one of these groups, the longest waiting first; see {@link CaseAccess#CUSTODIAN}. */
  @Transactional(readOnly = true)
  public List<FollowUp> open(Set<String> custodians) {
    return jdbc.sql("""
            select a.number, a.follow_up_since, a.filed_at, f.decision, f.note, f.decided_by, f.decided_at
            from archive a join complaint c on c.number = a.number left join lateral (
              select * from archive_follow_up f where f.number = a.number and f.decided_at >= a.follow_up_since
              order by id desc limit 1) f on true
            where a.status = 'FOLLOW_UP' and a.destroyed_at is null and %s in (:custodians)
            order by a.follow_up_since, a.number""".formatted(CaseAccess.CUSTODIAN))
        .param("custodians", custodians).query((row, i) -> followUp(row)).list();
  }

  /**
   * Decides about one archive and puts it on record; {@link Decision#REMIND} reminds those who handle the case.
   *
   * @param note needed for {@link Decision#DONE}
   * @throws InvalidInput naming {@code decision} or {@code note}; also where the archive is not to follow up, or is done
   *                      while its case is being handled again
   */
  @Transactional
  public void decide(ComplaintNumber number, Decision decision, String note, String actor) {
    complaints.lock(number); // lets one reminder pass at a time
    var errors = new ArrayList<FieldError>();
    if (decision == null) {
      errors.add(new FieldError("decision", "请选择核对结果：提醒经办人、继续跟进或跟进完毕"));
    }
    if (decision == Decision.DONE && (note == null || note.isBlank())) {
      errors.add(new FieldError("note", "跟进完毕的，请写明结果"));
    }
    if (note != null && note.length() > NOTE_LIMIT) {
      errors.add(new FieldError("note", "说明不能超过 " + NOTE_LIMIT + " 个字"));
    }
    var open = !jdbc.sql("select 1 from archive where number = ? and status = 'FOLLOW_UP' for update")
        .param(number.value()).query().listOfRows().isEmpty();
    if (!open) {
      errors.add(new FieldError("decision", "这卷档案不在待跟进之列，可能已经跟进完毕"));
    } else if (decision == Decision.DONE && !OVER.contains(complaints.get(number).status())) {
      errors.add(new FieldError("decision", "案件正在重新办理，再次归档后自动结束跟进；现在可以提醒经办人"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var said = note == null || note.isBlank() ? null : note.strip();
    jdbc.sql("insert into archive_follow_up (number, decision, note, decided_by, decided_at) values (?, ?, ?, ?, ?)")
        .params(number.value(), decision.name(), vault.seal(said), actor, Timestamp.from(at)).update();
    var facts = new LinkedHashMap<String, Object>();
    if (said != null) {
      facts.put("note", said);
    }
    if (decision == Decision.DONE) {
      jdbc.sql("update archive set status = 'CLOSED', follow_up_since = null where number = ?").param(number.value())
          .update();
      facts.putAll(Completeness.standing(ArchiveStatus.CLOSED, null));
    }
    archives.append(number, List.of(new NewEntry("FOLLOW_UP_" + decision.name(), "待跟进核对：" + decision.label(), actor,
        "ARCHIVE", at, facts)));
    if (decision == Decision.REMIND) {
      reminder.getObject().remind(number, said, actor);
    }
  }

  private FollowUp followUp(ResultSet row) throws SQLException {
    var decision = row.getString("decision");
    return new FollowUp(new ComplaintNumber(row.getString("number")), row.getTimestamp("follow_up_since").toInstant(),
        instant(row.getTimestamp("filed_at")), decision == null ? null : Decision.valueOf(decision),
        vault.open(row.getBytes("note")), row.getString("decided_by"), instant(row.getTimestamp("decided_at")));
  }

  private static Instant instant(Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
