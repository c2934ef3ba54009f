package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Customers who ask for their data to be deleted: how they were recognised, what was decided on what ground, who told them.
 * What is decided stays on record when the case itself is gone. Every write demands the caller's transaction. [PIPL 47, 50]
 */
@Repository
public class ErasureRequests {

  /** 删除, 限制处理, 不予删除. */
  public enum Decision { DELETE, RESTRICT, REFUSE }

  /**
   * A request as it stands; what has not happened yet is {@code null}.
   *
   * @param identityCheck by which means the customer was recognised, as a code
   * @param legalGround   the provision that the rule table named
   */
  public record ErasureRequest(long id, ComplaintNumber number, String registeredBy, Instant registeredAt,
      String identityCheck, Boolean verified, String verifiedBy, Decision proposal, String legalGround, Decision decision,
      String reason, String decidedBy, Instant decidedAt, String approvedBy, String toldBy, Instant toldAt,
      Instant endedAt) {
  }

  private final JdbcClient jdbc;
  private final Vault vault;
  private final Clock clock;

  ErasureRequests(JdbcClient jdbc, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.clock = clock;
  }

  /** @throws InvalidInput naming {@code businessKey} if another request about this case is still open */
  @Transactional(propagation = Propagation.MANDATORY)
  public void open(ComplaintNumber number, String actor) {
    jdbc.sql("select 1 from archive where number = ? for update").param(number.value()).query(row -> { });
    if (running(number).isPresent()) {
      throw new InvalidInput("businessKey", "这件投诉已有正在办理的个人信息删除请求");
    }
    jdbc.sql("insert into erasure_request (number, registered_by, registered_at) values (?, ?, ?)")
        .params(number.value(), actor, now()).update();
  }

  /** Whether the person who asked is the customer. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void verify(ComplaintNumber number, String identityCheck, boolean verified, String actor) {
    update(number, "identity_check = :check, verified = :verified, verified_by = :actor, verified_at = :at", actor,
        "check", identityCheck, "verified", verified);
  }

  /** What the rule table says. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void propose(ComplaintNumber number, Decision proposal, String legalGround) {
    jdbc.sql("update erasure_request set proposal = ?, legal_ground = ? where number = ? and ended_at is null")
        .params(proposal.name(), legalGround, number.value()).update();
  }

  /** The decision; one that is given back and taken anew replaces it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void decide(ComplaintNumber number, Decision decision, String reason, String actor) {
    update(number, "decision = :decision, reason = :reason, decided_by = :actor, decided_at = :at", actor,
        "decision", decision.name(), "reason", vault.seal(reason));
  }

  /** A second person approves that the data are deleted. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void approve(ComplaintNumber number, String actor) {
    update(number, "approved_by = :actor, approved_at = :at", actor);
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void told(ComplaintNumber number, String actor) {
    update(number, "told_by = :actor, told_at = :at", actor);
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void end(ComplaintNumber number) {
    update(number, "ended_at = :at", "");
  }

  /** The request that is under way. */
  @Transactional(readOnly = true)
  public Optional<ErasureRequest> running(ComplaintNumber number) {
    return of(number).stream().filter(request -> request.endedAt == null).findFirst();
  }

  /** All requests about a case, oldest first. */
  @Transactional(readOnly = true)
  public List<ErasureRequest> of(ComplaintNumber number) {
    return jdbc.sql("select * from erasure_request where number = ? order by id").param(number.value())
        .query(this::request).list();
  }

  /** On whose word the case is destroyed. @throws NoSuchElementException unless a deletion was decided and approved */
  @Transactional(readOnly = true)
  public Destruction.Order order(ComplaintNumber number) {
    return running(number).filter(request -> request.decision == Decision.DELETE && request.approvedBy != null)
        .map(request -> new Destruction.Order(request.decidedBy, request.approvedBy, null, request.id))
        .orElseThrow(() -> new NoSuchElementException("No approved erasure request"));
  }

  private void update(ComplaintNumber number, String change, String actor, Object... values) {
    var statement = jdbc.sql("update erasure_request set " + change + " where number = :number and ended_at is null")
        .param("number", number.value()).param("actor", actor).param("at", now());
    for (var i = 0; i < values.length; i += 2) {
      statement = values[i].equals("reason") ? statement.param("reason", values[i + 1], Types.BINARY)
          : statement.param((String) values[i], values[i + 1]);
    }
    statement.update();
  }

  private ErasureRequest request(ResultSet row, int ignored) throws SQLException {
    return new ErasureRequest(row.getLong("id"), new ComplaintNumber(row.getString("number")),
        row.getString("registered_by"), instant(row, "registered_at"), row.getString("identity_check"),
        row.getObject("verified", Boolean.class), row.getString("verified_by"), decision(row.getString("proposal")),
        row.getString("legal_ground"), decision(row.getString("decision")), vault.open(row.getBytes("reason")),
        row.getString("decided_by"), instant(row, "decided_at"), row.getString("approved_by"), row.getString("told_by"),
        instant(row, "told_at"), instant(row, "ended_at"));
  }

  private static Decision decision(String name) {
    return name == null ? null : Decision.valueOf(name);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
