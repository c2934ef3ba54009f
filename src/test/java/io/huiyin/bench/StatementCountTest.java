package io.huiyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.story.Story;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Keeps the SQL of a small complaint from growing unseen. Who adds statements on purpose raises the limit here. */
@HuiyinTest
class StatementCountTest {

  /** Measured 699 with the four checks and customer contact as a process of its own, and what varies with what is remembered from earlier work. */
  private static final int LIMIT = 720;

  @Autowired Story story;
  @Autowired ProcessEngine engine;
  @Autowired ComplaintFlow flow;
  @Autowired Statements statements;

  @Test
  void aSmallComplaintNeedsNoMoreStatementsThanBefore() {
    story.begins("2026-09-15T10:00");
    var desk = new OurDesk(engine, flow);
    desk.walk(Journey.MINOR); // what is read once and remembered

    var sent = statements.of(() -> desk.walk(Journey.MINOR));

    assertThat(Statements.count(sent)).as("statements of one MINOR journey: %s", Statements.byOperation(sent))
        .isGreaterThan(100).isLessThanOrEqualTo(LIMIT);
  }
}
