package io.huiyin.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The bare engine on the embedded database with the settings of application.yaml. Engines are registered by name for the
 * whole JVM, and "default" is the application's that other tests share: so this one has a name of its own, and its turn
 * after them.
 */
@Order(Integer.MAX_VALUE - 1)
@SpringBootTest(classes = EngineTablesTest.BareEngine.class, webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"camunda.bpm.process-engine-name=tables", "camunda.bpm.history-level=audit"})
class EngineTablesTest {

  @Autowired
  JdbcTemplate jdbc;

  @Autowired
  SpringProcessEngineConfiguration engine;

  @Autowired
  TablesAtEngineStart atEngineStart;

  @Test
  void ourTablesAreThereBeforeTheEngine() {
    assertThat(atEngineStart.names).contains("complaint", "archive_entry").doesNotContain("act_ru_job");
  }

  @Test
  void dueJobsAreFoundByIndex() {
    jdbc.execute("""
        insert into act_ru_job (id_, type_, retries_, suspension_state_, duedate_, exclusive_)
        select i, 'timer', 3, 1, now() + i * interval '1 minute', false from generate_series(1, 20000) i""");
    jdbc.execute("analyze act_ru_job");
    var plan = String.join("\n", jdbc.queryForList("""
        explain select * from act_ru_job
        where retries_ > 0 and suspension_state_ = 1 and duedate_ <= now() - interval '1 minute'""", String.class));
    jdbc.execute("delete from act_ru_job");
    assertThat(plan).contains("huiyin_job_due");
  }

  @Test
  void deadlinesFireWithinASecond() {
    var executor = engine.getJobExecutor();
    assertThat(executor.getWaitTimeInMillis()).isEqualTo(500);
    assertThat(executor.getMaxWait()).isEqualTo(1000);
    assertThat(executor.getMaxJobsPerAcquisition()).isEqualTo(50);
    assertThat(executor.getBackoffTimeInMillis()).isEqualTo(25);
    assertThat(executor.getMaxBackoff()).isEqualTo(400);
  }

  @Test
  void authorizationsAreOnAndRefusedFormsStayOutOfTheLog() {
    assertThat(engine.isAuthorizationEnabled()).isTrue();
    assertThat(engine.isEnableCmdExceptionLogging()).isFalse();
  }

  @Configuration
  @EnableAutoConfiguration
  @ComponentScan("io.huiyin.database")
  @Import({EngineTables.class, TablesAtEngineStart.class})
  static class BareEngine {
  }

  static class TablesAtEngineStart extends AbstractProcessEnginePlugin {

    private final DataSource dataSource;
    private List<String> names;

    TablesAtEngineStart(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
      names = new JdbcTemplate(dataSource)
          .queryForList("select table_name from information_schema.tables", String.class);
    }
  }
}
