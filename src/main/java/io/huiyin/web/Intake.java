package io.huiyin.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.privacy.Vault;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Registration over REST. The case, its first token and the idempotency key commit together or not at all. */
@Service
class Intake {

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final ComplaintFlow flow;
  private final Complaints complaints;
  private final Clocks clocks;
  private final Times times;
  private final Vault vault;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final java.time.Clock clock;

  Intake(ComplaintFlow flow, Complaints complaints, Clocks clocks, Times times, Vault vault, JdbcClient jdbc,
      ObjectMapper json, java.time.Clock clock) {
    this.flow = flow;
    this.complaints = complaints;
    this.clocks = clocks;
    this.times = times;
    this.vault = vault;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Registers a complaint. A request that was answered before gets that answer again and registers nothing; one that
   * comes while its twin is under way waits for it.
   *
   * @param client user id of the caller; keys of different callers do not meet
   * @param key    the idempotency key, or {@code null}
   * @throws InvalidInput naming every faulty field
   * @throws KeyReused    if the key came with another body
   */
  @Transactional
  Registered register(String client, String key, Map<String, Object> fields) {
    if (key == null) {
      return register(fields);
    }
    if (!key.matches("[\\x21-\\x7e]{1,200}")) {
      throw new InvalidInput("Idempotency-Key", "应为 1 到 200 个不含空格的英文字符");
    }
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))").param(client + " " + key).query(row -> { });
    var hash = vault.lookupHash("request:" + write(CANONICAL, fields));
    var earlier = jdbc.sql("select body_hash, answer from complaint_request where client = ? and key = ?")
        .params(client, key).query((row, i) -> new Earlier(row.getString(1), row.getString(2))).optional();
    if (earlier.isPresent()) {
      if (!earlier.get().bodyHash.equals(hash)) {
        throw new KeyReused();
      }
      return read(earlier.get().answer);
    }
    var answer = register(fields);
    jdbc.sql("insert into complaint_request (client, key, body_hash, answer, at) values (?, ?, ?, ?, ?)")
        .params(client, key, hash, write(json, answer), Timestamp.from(clock.instant())).update();
    return answer;
  }

  private Registered register(Map<String, Object> fields) {
    var number = flow.receive(fields);
    var complaint = complaints.get(number);
    var due = clocks.of(number);
    return new Registered(number.value(), complaint.processInstanceId(), complaint.ratings().priority(),
        complaint.ratings().severity(), times.at(dueAt(due, Clock.RESPONSE)), times.at(dueAt(due, Clock.RESOLUTION)));
  }

  private static Instant dueAt(java.util.List<Clock> clocks, String kind) {
    return clocks.stream().filter(c -> c.kind().equals(kind)).map(Clock::dueAt).findFirst().orElse(null);
  }

  private record Earlier(String bodyHash, String answer) {
  }

  private static String write(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON");
    }
  }

  private Registered read(String answer) {
    try {
      return json.readerFor(Registered.class).without(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .readValue(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read an earlier answer");
    }
  }
}
