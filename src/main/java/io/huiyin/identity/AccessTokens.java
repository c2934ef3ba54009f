package io.huiyin.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Access tokens: a random secret with which a program logs in as its account, until it expires or is revoked. Only its
 * hash is kept; 256 random bits need no slow hash. See docs/adr/0032-access-tokens.md.
 */
@Repository
@Transactional
public class AccessTokens {

  private static final Set<String> PROGRAMS = Set.of("integrator");
  private static final String PREFIX = "huiyin_";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient jdbc;
  private final Directory directory;
  private final Clock clock;

  AccessTokens(JdbcClient jdbc, Directory directory, Clock clock) {
    this.jdbc = jdbc;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * A token without its secret.
   *
   * @param account   user id for which it stands
   * @param revokedBy {@code null} while it is not revoked, and so is {@code revokedAt}
   */
  public record Token(long id, String account, String label, String createdBy, Instant createdAt, Instant expiresAt,
      String revokedBy, Instant revokedAt) {
  }

  /** A new token and its secret, which nobody can read a second time. */
  public record Issued(Token token, String secret) {
  }

  /** The account, if it exists and is a program's: people log in with their password. */
  public Optional<Person> program(String account) {
    return directory.person(account).filter(person -> person.isIn(PROGRAMS));
  }

  /** @param account of a program, see {@link #program} */
  public Issued issue(Person by, String account, String label, Duration validity) {
    var random = new byte[BYTES];
    RANDOM.nextBytes(random);
    var secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    var now = clock.instant();
    var token = jdbc.sql("""
            insert into access_token (hash, account, label, created_by, created_at, expires_at)
            values (?, ?, ?, ?, ?, ?) returning *""")
        .params(hash(secret), account, label, by.id(), Timestamp.from(now), Timestamp.from(now.plus(validity)))
        .query(AccessTokens::token).single();
    return new Issued(token, secret);
  }

  /** The latest first. */
  @Transactional(readOnly = true)
  public List<Token> all() {
    return jdbc.sql("select * from access_token order by id desc").query(AccessTokens::token).list();
  }

  /** @throws NoSuchElementException if there is no such token, or it is revoked already */
  public void revoke(Person by, long id) {
    var revoked = jdbc.sql("update access_token set revoked_by = ?, revoked_at = ? where id = ? and revoked_at is null")
        .params(by.id(), Timestamp.from(clock.instant()), id).update();
    if (revoked == 0) {
      throw new NoSuchElementException("No such token");
    }
  }

  /** The program that this token stands for now; none if it is wrong, expired or revoked, or the account is gone. */
  @Transactional(readOnly = true)
  public Optional<Person> holder(String secret) {
    return jdbc.sql("select account from access_token where hash = ? and revoked_at is null and expires_at > ?")
        .params(hash(secret), Timestamp.from(clock.instant())).query(String.class).optional().flatMap(this::program);
  }

  private static String hash(String secret) {
    try {
      return HexFormat.of().formatHex(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Token token(ResultSet row, int index) throws SQLException {
    return new Token(row.getLong("id"), row.getString("account"), row.getString("label"), row.getString("created_by"),
        row.getTimestamp("created_at").toInstant(), row.getTimestamp("expires_at").toInstant(),
        row.getString("revoked_by"),
        row.getTimestamp("revoked_at") == null ? null : row.getTimestamp("revoked_at").toInstant());
  }
}
