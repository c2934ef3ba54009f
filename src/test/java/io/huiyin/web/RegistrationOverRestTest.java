package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistrationOverRestTest extends Application {

  @Test
  void aCompleteComplaintIsRegistered() {
    var answer = post("agent1", "/api/v1/complaints", complaint());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    var number = answer.json().get("complaintNumber").asText();
    assertThat(answer.header("Location")).isEqualTo("/api/v1/complaints/" + number);
    assertThat(answer.json().get("responseDueAt").asText()).contains("+08:00");
  }
}
