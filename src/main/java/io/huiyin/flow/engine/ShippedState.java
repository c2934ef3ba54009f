package io.huiyin.flow.engine;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Remembers in what state we last wrote each filter and authorization of the engine, so that a new version reaches what
 * nobody touched, and what an administrator changed, made or deleted stays so. Items and states are plain text.
 */
@Component
class ShippedState {

  /** What is to be done with an item so that it stands as shipped. */
  enum Step { NOTHING, ADD, CHANGE, REMOVE }

  private final JdbcClient jdbc;

  ShippedState(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Compares, and remembers what the caller then does.
   *
   * @param present as the engine has it, {@code null} if it has not
   * @param ours    whether it surely is as an earlier version made it, for databases from before there was a memory
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Step step(String item, String wanted, String present, boolean ours) {
    var remembered = jdbc.sql("select state from shipped_state where item = ?").param(item).query(String.class).optional();
    var step = remembered.isEmpty() && present == null ? Step.ADD
        : present == null || present.equals(wanted) ? Step.NOTHING
        : ours && remembered.isEmpty() || remembered.equals(Optional.of(present)) ? Step.CHANGE : Step.NOTHING;
    if (step != Step.NOTHING || wanted.equals(present)) {
      jdbc.sql("insert into shipped_state (item, state) values (?, ?) on conflict (item) do update set state = excluded.state")
          .params(item, wanted).update();
    }
    return step;
  }

  /** An item is no longer shipped: it goes, unless somebody changed it; either way it is forgotten. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Step retire(String item, String present) {
    var remembered = jdbc.sql("delete from shipped_state where item = ? returning state").param(item).query(String.class)
        .optional();
    return present != null && remembered.equals(Optional.of(present)) ? Step.REMOVE : Step.NOTHING;
  }

  /** The items that begin so. */
  @Transactional(readOnly = true)
  public List<String> items(String prefix) {
    return jdbc.sql("select item from shipped_state where starts_with(item, ?) order by item").param(prefix)
        .query(String.class).list();
  }
}
