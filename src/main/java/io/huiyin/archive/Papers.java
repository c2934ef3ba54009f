package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Where the paper of a filed archive stands: a box that moved, a key in other hands, paper that was lost and is found. [000] */
@Service
public class Papers {

  private static final int PART_LIMIT = 50;
  private static final int REASON_LIMIT = 1_000;

  /** A new place and why, as the archive desk and REST hand it in. */
  public record Move(PaperLocation to, String reason) {

    /** @throws InvalidInput naming every faulty or unknown field; all parts of the place are needed */
    public static Move from(Map<String, ?> body, Instant now) {
      var in = new FieldReader(body, now);
      in.refuseUnknown(Set.of("room", "cabinet", "box", "position", "keyHolder", "reason"));
      var move = new Move(new PaperLocation(part(in, "room"), part(in, "cabinet"), part(in, "box"), part(in, "position"),
          part(in, "keyHolder")), in.requiredText("reason", REASON_LIMIT));
      in.throwIfFaulty();
      return move;
    }

    private static String part(FieldReader in, String name) {
      return in.requiredText(name, PART_LIMIT);
    }
  }

  private final JdbcClient jdbc;
  private final Archives archives;
  private final Loans loans;
  private final Clock clock;

  Papers(JdbcClient jdbc, Archives archives, Loans loans, Clock clock) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.loans = loans;
    this.clock = clock;
  }

  /**
   * Writes the new place on the cover and what was before into the file. Paper that counts as lost is found by that, and
   * can be lent again.
   *
   * @throws InvalidInput     naming {@code number} if the archive is not filed, or destroyed; {@code room} if the paper
   *                          stands there already
   * @throws UnknownComplaint if no case has this number
   */
  @Transactional
  public void move(ComplaintNumber number, Move move, String actor) {
    var cover = jdbc.sql("""
            select filed_at is not null and destroyed_at is null as filed, paper_location from archive
            where number = ? for update""").param(number.value())
        .query((row, i) -> Map.entry(row.getBoolean("filed"), row.getString("paper_location") == null
            ? Map.<String, Object>of() : PayloadJson.read(row.getString("paper_location"))))
        .optional().orElseThrow(() -> new UnknownComplaint(number));
    if (!cover.getKey()) {
      throw new InvalidInput("number", "只有已归档、没有销毁的档案才能登记存放位置；没有归档的，请在归档时填写");
    }
    var to = move.to.facts();
    var lost = loans.isPaperLost(number);
    if (cover.getValue().equals(to) && !lost) {
      throw new InvalidInput("room", "纸质档案已经登记在这个位置，钥匙保管人也没有变");
    }
    jdbc.sql("update archive set paper_location = ?::jsonb where number = ?").params(PayloadJson.write(to), number.value())
        .update();
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (lost) {
      jdbc.sql("""
              update archive_loan set found_by = ?, found_at = ?
              where number = ? and status = 'LOST' and found_at is null""")
          .params(actor, Timestamp.from(at), number.value()).update();
    }
    var facts = new LinkedHashMap<String, Object>();
    facts.put("from", cover.getValue());
    facts.put("to", to);
    facts.put("reason", move.reason);
    archives.append(number, List.of(new NewEntry(lost ? "PAPER_FOUND" : "PAPER_MOVED",
        lost ? "丢失的纸质档案已找到，重新登记存放位置，理由在详情中" : "纸质档案的存放位置或钥匙保管人变更，理由在详情中", actor, "ARCHIVE", at, facts)));
  }
}
