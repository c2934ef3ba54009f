package io.huiyin;

import java.time.Duration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the demo's time machine stands, so that a restart does not jump back to before the cases. Demo only. */
@Component
@Profile("demo")
public class ClockStore {

  private final JdbcClient jdbc;

  ClockStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How far the clock stood ahead of the system's when it was last saved; zero if it never was. */
  public Duration load() {
    return jdbc.sql("select shifted_by from demo_clock").query(Long.class).optional()
        .map(Duration::ofMillis).orElse(Duration.ZERO);
  }

  /** Keeps the shift of {@link VirtualClock#offset()}, to the millisecond. */
  public void save(Duration offset) {
    jdbc.sql("""
        insert into demo_clock (shifted_by) values (?)
        on conflict (only_row) do update set shifted_by = excluded.shifted_by""")
        .param(offset.toMillis()).update();
  }
}
