package io.huiyin.complaint;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which units answer for a complaint, and for how much of it. [003] */
@Repository
public class Responsibilities {

  private final JdbcClient jdbc;
  private final Clock clock;

  Responsibilities(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Sets the split that holds from now on. Demands the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void decide(ComplaintNumber number, ResponsibilitySplit split, String decidedBy) {
    jdbc.sql("delete from responsibility_share where number = ?").param(number.value()).update();
    split.shares().forEach(share -> jdbc.sql("""
            insert into responsibility_share (number, unit, percent, decided_by, decided_at) values (?, ?, ?, ?, ?)""")
        .params(number.value(), share.unit(), share.percent(), decidedBy, Timestamp.from(clock.instant())).update());
  }

  /** The split, the largest share first; empty before it was decided. */
  @Transactional(readOnly = true)
  public Optional<ResponsibilitySplit> split(ComplaintNumber number) {
    var shares = jdbc.sql("select unit, percent from responsibility_share where number = ? order by percent desc, unit")
        .param(number.value())
        .query((row, i) -> new ResponsibilitySplit.Share(row.getString("unit"), row.getInt("percent"))).list();
    return shares.isEmpty() ? Optional.empty() : Optional.of(new ResponsibilitySplit(List.copyOf(shares)));
  }
}
