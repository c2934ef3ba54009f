package io.huiyin.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People, groups, rights and filters are there after the first start, and a restart adds none. */
@HuiyinTest
class PeopleAtStartTest {

  @Autowired
  PeopleAtStart people;

  @Autowired
  JdbcClient jdbc;

  @Test
  void aRestartAddsNothing() {
    var before = counts();
    assertThat(before).allMatch(count -> count > 0);

    people.run(null);

    assertThat(counts()).isEqualTo(before);
  }

  private List<Long> counts() {
    return List.of("act_ru_authorization", "act_id_user", "act_id_group", "act_id_membership", "act_ru_filter").stream()
        .map(table -> jdbc.sql("select count(*) from " + table).query(Long.class).single()).toList();
  }
}
