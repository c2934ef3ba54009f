package io.huiyin.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Cases given to colleagues to read (抄送): each opens that one case, until it is taken back. [000] */
@Service
public class CaseCopies {

  /** @param principal {@code user:<id>} or {@code group:<id>} */
  public record Copy(long id, String number, String principal, String givenBy, Instant givenAt) {
  }

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final Clock clock;

  CaseCopies(JdbcClient jdbc, CaseAccess access, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.clock = clock;
  }

  /** Opens the case to a person or group; empty if they have the copy already. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<Copy> give(String number, String principal, String givenBy) {
    var copy = jdbc.sql("""
            insert into case_copy (number, principal, given_by, given_at) values (?, ?, ?, ?)
            on conflict (number, principal) where taken_back_at is null do nothing returning *""")
        .params(number, principal, givenBy, Timestamp.from(clock.instant())).query(CaseCopies::copy).optional();
    copy.ifPresent(given -> {
      var id = principal.substring(principal.indexOf(':') + 1);
      if (principal.startsWith("user:")) {
        access.grantForTask(number, Optional.of(id), Set.of(), grantId(given.id));
      } else {
        access.grantForTask(number, Optional.empty(), Set.of(id), grantId(given.id));
      }
    });
    return copy;
  }

  /** Closes what the copy opened; what its reader may see for another reason stays. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void takeBack(Copy copy, String by) {
    jdbc.sql("update case_copy set taken_back_by = ?, taken_back_at = ? where id = ? and taken_back_at is null")
        .params(by, Timestamp.from(clock.instant()), copy.id).update();
    access.revokeForTask(grantId(copy.id));
  }

  /** The copies of a case that are out, oldest first. */
  @Transactional(readOnly = true)
  public List<Copy> of(String number) {
    return jdbc.sql("select * from case_copy where number = ? and taken_back_at is null order by id").param(number)
        .query(CaseCopies::copy).list();
  }

  /** The copies that a person has, by name or group, newest first. */
  @Transactional(readOnly = true)
  public List<Copy> forPerson(Person person) {
    return jdbc.sql("""
            select * from case_copy where principal in (:principals) and taken_back_at is null
            order by id desc limit 200""")
        .param("principals", access.visibility(person).get("principals")).query(CaseCopies::copy).list();
  }

  private static String grantId(long id) {
    return "copy:" + id;
  }

  private static Copy copy(ResultSet row, int ignored) throws SQLException {
    return new Copy(row.getLong("id"), row.getString("number"), row.getString("principal"),
        row.getString("given_by"), row.getTimestamp("given_at").toInstant());
  }
}
