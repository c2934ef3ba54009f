package io.huiyin.identity;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
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

  /**
   * Puts it on record; joins the caller's transaction or has its own.
   *
   * @param detail what of the case, by code or id, without personal data; may be {@code null}
   */
  @Transactional
  public void record(Person person, String number, Action action, String detail) {
    jdbc.sql("insert into access_log (at, person, number, action, detail) values (?, ?, ?, ?, ?)")
        .params(Timestamp.from(clock.instant()), person.id(), number, action.name(), detail).update();
  }
}
