package io.huiyin.identity;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who looked at which case, downloaded or exported what of it, or tried to. Nothing is ever taken out. [000] */
@Service
public class AccessLog {

  /** What somebody did with a case. */
  public enum Action {
    VIEW("查看"),
    SEARCH_HIT("从检索结果打开"),
    UNMASK("查看完整联系方式"),
    DOWNLOAD("下载"),
    EXPORT("导出"),
    PRINT("打印"),
    VERIFY("核验"),
    LOAN("借阅"),
    REFUSED("被拒绝的访问");

    private final String label;

    Action(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  private final JdbcClient jdbc;
  private final Clock clock;

  AccessLog(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What a person does again within that time is the same look, or the same attempt: a page asks several times. */
  private static final Map<Action, Duration> ONE_LOOK =
      Map.of(Action.VIEW, Duration.ofMinutes(10), Action.REFUSED, Duration.ofMinutes(1));

  /** Detail of a refusal: the person had borrowed the archive, and the time is over. */
  public static final String LOAN_EXPIRED = "LOAN_EXPIRED";

  /** Stands in place of a number where somebody takes away a list of many cases, or the log itself. */
  public static final String MANY = "-";
  /** Detail of the printed 档案借阅记录表. */
  public static final String LOAN_REGISTER = "LOAN_REGISTER";
  /** Detail of a root file that an operator began anew. */
  public static final String NEW_ROOT_FILE = "NEW_ROOT_FILE";
  /** Begins the detail of a printed 档案销毁清册; the list's id follows. */
  public static final String DISPOSAL_REGISTER = "DISPOSAL_REGISTER:";
  /** Detail of a refusal: the person sees the case and may not do this, whose name follows. */
  public static final String MAY_NOT = "MAY_NOT:";

  /**
   * One line.
   *
   * @param number of the case, or {@link #MANY}
   * @param detail what of the case, by code or id; may be {@code null}
   */
  public record Entry(long id, Instant at, String person, String number, Action action, String detail) {
  }

  /** What to look for; a part that is {@code null} does not narrow. {@code until} is excluded. */
  public record Filter(String person, String number, Action action, Instant from, Instant until) {
  }

  /**
   * Puts it on record; joins the caller's transaction or has its own. Of one person's views of one case within ten minutes,
   * and refused attempts within one, the first counts.
   *
   * @param detail what of the case, by code or id, without personal data; may be {@code null}
   */
  @Transactional
  public void record(Person person, String number, Action action, String detail) {
    var now = clock.instant();
    jdbc.sql("""
            insert into access_log (at, person, number, action, detail)
            select :at, :person, :number, :action, :detail
            where not exists (select 1 from access_log l where l.number = :number and l.person = :person
              and l.action = :action and l.detail is not distinct from :detail and l.at > :since and l.at <= :at)""")
        .param("at", Timestamp.from(now))
        .param("since", Timestamp.from(now.minus(ONE_LOOK.getOrDefault(action, Duration.ZERO))))
        .param("person", person.id()).param("number", number).param("action", action.name())
        .param("detail", detail, Types.VARCHAR).update();
  }

  /** Somebody tried to see a case and may not. On record whatever becomes of the caller's transaction. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void refused(Person person, String number) {
    var expired = jdbc.sql("""
            select exists (select 1 from case_grant where number = ? and principal = ? and until <= ?)""")
        .params(number, "user:" + person.id(), Timestamp.from(clock.instant())).query(Boolean.class).single();
    record(person, number, Action.REFUSED, expired ? LOAN_EXPIRED : null);
  }

  /** Somebody who may see a case tried to do more. On record whatever becomes of the caller's transaction. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void refused(Person person, String number, CaseAction action) {
    record(person, number, Action.REFUSED, MAY_NOT + action.name());
  }

  /** The latest first. The caller has made sure that the person may read the log. */
  @Transactional(readOnly = true)
  public List<Entry> find(Filter filter, long offset, int limit) {
    return jdbc.sql("select * from access_log where " + where(filter) + " order by id desc offset :offset limit :limit")
        .params(params(filter)).param("offset", offset).param("limit", limit)
        .query((row, i) -> new Entry(row.getLong("id"), row.getTimestamp("at").toInstant(), row.getString("person"),
            row.getString("number"), Action.valueOf(row.getString("action")), row.getString("detail"))).list();
  }

  @Transactional(readOnly = true)
  public long count(Filter filter) {
    return jdbc.sql("select count(*) from access_log where " + where(filter)).params(params(filter))
        .query(Long.class).single();
  }

  private static String where(Filter filter) {
    return "true" + (filter.person == null ? "" : " and person = :person")
        + (filter.number == null ? "" : " and number = :number")
        + (filter.action == null ? "" : " and action = :action")
        + (filter.from == null ? "" : " and at >= :from") + (filter.until == null ? "" : " and at < :until");
  }

  private static Map<String, Object> params(Filter filter) {
    var params = new HashMap<String, Object>();
    params.put("person", filter.person);
    params.put("number", filter.number);
    params.put("action", filter.action == null ? null : filter.action.name());
    params.put("from", filter.from == null ? null : Timestamp.from(filter.from));
    params.put("until", filter.until == null ? null : Timestamp.from(filter.until));
    return params;
  }
}
