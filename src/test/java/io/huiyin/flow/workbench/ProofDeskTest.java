package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.story.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.server.ResponseStatusException;

/** 核验 at the archive desk: who may press which button, and what stays on record. */
@HuiyinTest
class ProofDeskTest {

  @Autowired
  Story story;
  @Autowired
  ProofController desk;
  @Autowired
  JdbcClient jdbc;

  private String number;

  @BeforeEach
  void aCase() {
    number = story.begins("2026-09-15T10:00").aComplaint().isRegistered().number.value();
  }

  @Test
  void whoSeesTheCaseChecksItAndThatIsOnRecord() {
    var checked = story.as("agent1", () -> desk.verify(number)).getBody();
    assertThat(checked.intact()).isTrue();
    assertThat(checked.result().entries()).isPositive();
    assertThat(jdbc.sql("select action || ' ' || detail from access_log where number = ? and person = 'agent1'")
        .param(number).query(String.class).list()).contains("VERIFY 完好");
    refused(404, "logistics1", () -> desk.verify(number));
    refused(401, null, () -> desk.verify(number));
  }

  @Test
  void thePackageIsForArchivistAuditorAndManager() {
    for (var user : List.of("archivist1", "auditor1", "manager1")) {
      var response = new MockHttpServletResponse();
      story.as(user, () -> take(response));
      assertThat(response.getContentType()).isEqualTo("application/zip");
      assertThat(response.getHeader("Content-Disposition")).startsWith("attachment;").contains(number);
      assertThat(response.getContentAsByteArray()).startsWith('P', 'K');
      assertThat(jdbc.sql("select count(*) from access_log where number = ? and person = ? and action = 'EXPORT'")
          .params(number, user).query(Integer.class).single()).isEqualTo(2);
    }
    refused(403, "agent1", () -> take(new MockHttpServletResponse()));
    refused(404, "logistics1", () -> take(new MockHttpServletResponse()));
  }

  @Test
  void rootsAndTheCheckOfEverythingAreForAuditorAndArchivist() {
    story.as("auditor1", () -> {
      assertThat(desk.roots(0).getBody().total()).isGreaterThanOrEqualTo(desk.roots(0).getBody().roots().size());
      assertThat(desk.verifyAll().getBody().files()).isPositive();
      assertThat(desk.file().getHeaders().getFirst("Content-Disposition")).contains("daily-roots.txt");
    });
    for (var user : List.of("agent1", "manager1", "board1")) {
      refused(403, user, () -> desk.roots(0));
      refused(403, user, () -> desk.verifyAll());
      refused(403, user, () -> desk.file());
    }
  }

  private void take(MockHttpServletResponse response) {
    try {
      desk.take(number, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refused(int status, String user, Runnable action) {
    assertThatThrownBy(() -> {
      if (user == null) {
        action.run();
      } else {
        story.as(user, action);
      }
    }).asInstanceOf(InstanceOfAssertFactories.type(ResponseStatusException.class))
        .extracting(refused -> refused.getStatusCode().value()).isEqualTo(status);
  }
}
