package io.huiyin.complaint;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Personal data that one statement empties or removes.
 *
 * @param sql takes the complaint's number as the parameter {@code number}
 */
public record HeldRows(JdbcClient jdbc, String label, String sql) implements PersonalHolding {

  @Override
  public int destroy(ComplaintNumber number) {
    return jdbc.sql(sql).param("number", number.value()).update();
  }
}
