package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * 法律冻结: as long as one hold is on an archive it neither expires nor can be destroyed. There may be several, each with
 * its own reason; each is lifted on its own. [norm]
 */
@Service
public class LegalHolds {

  private static final int LONGEST_REASON = 1000;

  /**
   * A hold, with its reason as long as the archive is there.
   *
   * @param liftedBy {@code null} while it is on
   */
  public record Hold(long id, String reason, String placedBy, Instant placedAt, String liftReason, String liftedBy,
      Instant liftedAt) {
  }

  private final JdbcClient jdbc;
  private final Archives archives;
  private final Vault vault;
  private final Clock clock;

  LegalHolds(JdbcClient jdbc, Archives archives, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Puts a hold on an archive.
   *
   * @throws InvalidInput     naming {@code reason}, or {@code number} if the archive is destroyed already
   * @throws UnknownComplaint if no case has this number
   */
  @Transactional
  public long place(ComplaintNumber number, String reason, String actor) {
    var text = reason(reason, "请写明冻结的理由，例如案号或监管来函");
    // the cover's lock decides between a hold and a destruction that come at once
    var destroyed = jdbc.sql("select destroyed_at is not null from archive where number = ? for update")
        .param(number.value()).query(Boolean.class).optional().orElseThrow(() -> new UnknownComplaint(number));
    if (destroyed) {
      throw new InvalidInput("number", "本案档案已销毁，无法冻结");
    }
    var at = now();
    var id = jdbc.sql("insert into legal_hold (number, reason, placed_by, placed_at) values (?, ?, ?, ?) returning id")
        .params(number.value(), vault.seal(text), actor, Timestamp.from(at)).query(Long.class).single();
    archives.append(number, List.of(new NewEntry("LEGAL_HOLD_PLACED", "法律冻结：暂停到期和销毁，理由在详情中", actor, "ARCHIVE",
        at, Map.of("hold", id, "reason", text))));
    return id;
  }

  /**
   * Takes one hold off; others stay.
   *
   * @throws InvalidInput naming {@code reason}, or {@code hold} if this case has no such hold that is on
   */
  @Transactional
  public void lift(ComplaintNumber number, long id, String reason, String actor) {
    var text = reason(reason, "请写明解除冻结的理由");
    var at = now();
    if (jdbc.sql("update legal_hold set lift_reason = ?, lifted_by = ?, lifted_at = ?"
            + " where id = ? and number = ? and lifted_at is null")
        .params(vault.seal(text), actor, Timestamp.from(at), id, number.value()).update() == 0) {
      throw new InvalidInput("hold", "没有这项冻结，或者已经解除");
    }
    archives.append(number, List.of(new NewEntry("LEGAL_HOLD_LIFTED", "解除法律冻结，理由在详情中", actor, "ARCHIVE", at,
        Map.of("hold", id, "reason", text))));
  }

  /** All holds of a case, lifted ones included, oldest first. */
  @Transactional(readOnly = true)
  public List<Hold> of(ComplaintNumber number) {
    return jdbc.sql("select * from legal_hold where number = ? order by id").param(number.value()).query(this::hold)
        .list();
  }

  /** Whether at least one hold is on. */
  @Transactional(readOnly = true)
  public boolean isHeld(ComplaintNumber number) {
    return jdbc.sql("select exists (select 1 from legal_hold where number = ? and lifted_at is null)")
        .param(number.value()).query(Boolean.class).single();
  }

  private Hold hold(ResultSet row, int ignored) throws SQLException {
    var lifted = row.getTimestamp("lifted_at");
    return new Hold(row.getLong("id"), vault.open(row.getBytes("reason")), row.getString("placed_by"),
        row.getTimestamp("placed_at").toInstant(), vault.open(row.getBytes("lift_reason")), row.getString("lifted_by"),
        lifted == null ? null : lifted.toInstant());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String reason(String reason, String otherwise) {
    if (reason == null || reason.isBlank()) {
      throw new InvalidInput("reason", otherwise);
    }
    if (reason.strip().length() > LONGEST_REASON) {
      throw new InvalidInput("reason", "理由最多 " + LONGEST_REASON + " 个字，请精简");
    }
    return reason.strip();
  }
}
