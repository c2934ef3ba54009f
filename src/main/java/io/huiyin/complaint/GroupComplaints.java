package io.huiyin.complaint;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Group complaints (群体投诉): several customers' cases wait for the result of a leading one (牵头投诉), and each customer
 * is then answered on their own. [004; merging ours]
 */
@Repository
public class GroupComplaints {

  private final JdbcClient jdbc;
  private final Complaints complaints;
  private final Clock clock;

  GroupComplaints(JdbcClient jdbc, Complaints complaints, Clock clock) {
    this.jdbc = jdbc;
    this.complaints = complaints;
    this.clock = clock;
  }

  /**
   * A case that waits, or waited, for another.
   *
   * @param settled whether the leading case had a result when the waiting ended; {@code null} while it waits
   */
  public record Link(ComplaintNumber number, ComplaintNumber leading, Boolean settled) {

    public boolean isOpen() {
      return settled == null;
    }
  }

  /**
   * From now on the case waits for the result of the leading one.
   *
   * @throws InvalidInput naming {@code leadingCase}: unknown, the case itself, over or told already, merged itself; or
   *                      others wait for this case
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public ComplaintNumber merge(ComplaintNumber number, String leadingCase, String actor) {
    var text = leadingCase == null ? "" : leadingCase.strip();
    if (!ComplaintNumber.isValid(text) || complaints.find(new ComplaintNumber(text)).isEmpty()) {
      throw refused("没有这个编号的投诉，请核对牵头投诉的编号");
    }
    var leading = new ComplaintNumber(text);
    if (leading.equals(number)) {
      throw refused("不能并入自己，请填写牵头投诉的编号");
    }
    // both in one order, so that two cases that are merged into each other wait instead of blocking each other
    List.of(number, leading).stream().sorted((a, b) -> a.value().compareTo(b.value())).forEach(complaints::lock);
    var status = complaints.get(leading).status();
    if (status != CaseStatus.REGISTERED && status != CaseStatus.IN_PROGRESS) {
      throw refused("牵头投诉现为“" + status.label() + "”，不能再并入；请按单独的投诉受理");
    }
    openOf(leading).ifPresent(link -> {
      throw refused("该投诉自己已并入 " + link.leading() + "，请填写那一件的编号");
    });
    if (!waitingFor(number).isEmpty()) {
      throw refused("本案是其他投诉的牵头投诉，不能再并入别的投诉");
    }
    jdbc.sql("insert into complaint_merge (number, leading_case, merged_at, merged_by) values (?, ?, ?, ?)")
        .params(number.value(), leading.value(), Timestamp.from(clock.instant()), actor).update();
    return leading;
  }

  /** The cases that wait for this one. */
  @Transactional(readOnly = true)
  public List<ComplaintNumber> waitingFor(ComplaintNumber leading) {
    return links("leading_case", leading).stream().filter(Link::isOpen).map(Link::number).toList();
  }

  /** Nobody waits for this case any longer. @return those who did */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<ComplaintNumber> endWaitingFor(ComplaintNumber leading, boolean settled) {
    complaints.lock(leading);
    return jdbc.sql("""
            update complaint_merge set ended_at = ?, settled = ? where leading_case = ? and ended_at is null
            returning number""")
        .params(Timestamp.from(clock.instant()), settled, leading.value())
        .query(String.class).list().stream().sorted().map(ComplaintNumber::new).toList();
  }

  /** The case waits no longer, because it ended by itself. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void leave(ComplaintNumber number) {
    jdbc.sql("update complaint_merge set ended_at = ?, settled = false where number = ? and ended_at is null")
        .params(Timestamp.from(clock.instant()), number.value()).update();
  }

  /** What the case waits for, or waited for last. */
  @Transactional(readOnly = true)
  public Optional<Link> of(ComplaintNumber number) {
    return links("number", number).stream().reduce((earlier, later) -> later);
  }

  /** Every case that waits or waited for this one, in the order in which they were merged. */
  @Transactional(readOnly = true)
  public List<Link> mergedInto(ComplaintNumber leading) {
    return links("leading_case", leading);
  }

  private Optional<Link> openOf(ComplaintNumber number) {
    return of(number).filter(Link::isOpen);
  }

  private List<Link> links(String column, ComplaintNumber number) {
    return jdbc.sql("select number, leading_case, settled from complaint_merge where " + column + " = ? order by id")
        .param(number.value())
        .query((row, i) -> new Link(new ComplaintNumber(row.getString(1)), new ComplaintNumber(row.getString(2)),
            row.getObject(3, Boolean.class))).list();
  }

  private static InvalidInput refused(String message) {
    return new InvalidInput("leadingCase", message);
  }
}
