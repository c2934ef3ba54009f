package io.huiyin.sla;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.PersonalHolding;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Why deadlines were moved, in people's words. The ledger lets this one change through, for this case, in this transaction. */
@Component
class ReasonHolding implements PersonalHolding {

  private final JdbcClient jdbc;

  ReasonHolding(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String label() {
    return "时限变动的理由";
  }

  @Override
  public int destroy(ComplaintNumber number) {
    jdbc.sql("select set_config('huiyin.destroying', ?, true)").param(number.value()).query(row -> { });
    var emptied = jdbc.sql("update sla_ledger set reason = null where complaint = ? and reason is not null")
        .param(number.value()).update();
    jdbc.sql("select set_config('huiyin.destroying', '', true)").query(row -> { });
    return emptied;
  }
}
