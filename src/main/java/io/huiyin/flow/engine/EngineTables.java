package io.huiyin.flow.engine;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The engine's tables: made after ours, so that nothing runs before our migrations are through, and with the index that
 * the look-up of due jobs lacks. Without it an idle engine scans all future timers at every look.
 */
@Component
@Order
@DependsOnDatabaseInitialization
class EngineTables extends AbstractProcessEnginePlugin {

  private final JdbcTemplate jdbc;

  EngineTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    jdbc.execute("""
        create index if not exists huiyin_job_due on act_ru_job (duedate_)
        where retries_ > 0 and suspension_state_ = 1""");
  }
}
