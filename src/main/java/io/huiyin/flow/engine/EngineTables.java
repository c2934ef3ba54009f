package io.huiyin.flow.engine;

import io.huiyin.database.EmbeddedServer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The engine's tables: made after ours, so that nothing runs before our migrations are through, and with the index that
 * the look-up of due jobs lacks. Without it an idle engine scans all future timers at every look.
 *
 * <p>What a killed application had in hand is free again at once where no other node can have it: the embedded database
 * has one owner. With a shared server the engine waits until the lock of five minutes ends.
 */
@Component
@Order
@DependsOnDatabaseInitialization
class EngineTables extends AbstractProcessEnginePlugin {

  private final JdbcTemplate jdbc;
  private final boolean onlyNode;

  EngineTables(JdbcTemplate jdbc, ObjectProvider<EmbeddedServer> embedded) {
    this.jdbc = jdbc;
    onlyNode = embedded.getIfAvailable() != null;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    jdbc.execute("""
        create index if not exists huiyin_job_due on act_ru_job (duedate_)
        where retries_ > 0 and suspension_state_ = 1""");
    if (onlyNode) {
      jdbc.execute("update act_ru_job set lock_owner_ = null, lock_exp_time_ = null where lock_owner_ is not null");
    }
  }
}
