package io.huiyin.flow.engine;

import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sees at start-up that groups, grants, lists and (in the demo) people are there, as they are shipped. */
@Component
class PeopleAtStart implements ApplicationRunner {

  private final Authorizations authorizations;
  private final Optional<DemoPeople> demoPeople;
  private final TaskFilters filters;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  PeopleAtStart(Authorizations authorizations, Optional<DemoPeople> demoPeople, TaskFilters filters, JdbcClient jdbc,
      TransactionTemplate transaction) {
    this.authorizations = authorizations;
    this.demoPeople = demoPeople;
    this.filters = filters;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    transaction.executeWithoutResult(status -> {
      // two nodes that start at once would both add
      jdbc.sql("select pg_advisory_xact_lock(hashtextextended('huiyin-people', 0))").query(row -> { });
      authorizations.ensure();
      demoPeople.ifPresent(DemoPeople::ensure);
      filters.ensure();
    });
  }
}
