package io.huiyin.archive;

import io.huiyin.archive.CheckReport.Occasion;
import io.huiyin.archive.CheckReport.Outcome;
import io.huiyin.archive.CheckReport.Result;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 四性检测: whether a case file is authentic, whole, usable and safe. Every report is kept and is itself an entry of the
 * file. [norm: DA/T 70]
 */
@Service
public class FourChecks {

  /** Kind of the entry that a report leaves in the case file. */
  public static final String ENTRY = "FOUR_CHECKS";

  private final JdbcClient jdbc;
  private final Archives archives;
  private final CheckRules rules;
  private final Vault vault;
  private final Clock clock;

  FourChecks(JdbcClient jdbc, Archives archives, CheckRules rules, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.rules = rules;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Checks a file, keeps the report and puts it on record.
   *
   * @param actor user id of who asked for it, or {@code system}
   * @throws UnknownComplaint if no case has this number
   */
  @Transactional
  public CheckReport run(ComplaintNumber number, Occasion occasion, String actor) {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var file = rules.open(number, latestPassed(number, CheckItem.ACTORS).orElse(0));
    var accepted = accepted(number);
    var results = Arrays.stream(CheckItem.values()).map(item -> rules.check(item, file))
        .map(result -> accepted.contains(result.item() + result.finding())
            ? new Result(result.item(), Outcome.ACCEPTED, result.finding()) : result).toList();
    var passed = results.stream().noneMatch(result -> result.outcome() == Outcome.FAILED);
    var id = jdbc.sql("insert into archive_check (number, at, occasion, actor, entries, passed, results)"
            + " values (?, ?, ?, ?, ?, ?, ?::jsonb) returning id")
        .params(number.value(), Timestamp.from(at), occasion.name(), actor, file.entries().size(), passed,
            PayloadJson.write(Map.of("results", results.stream().map(FourChecks::facts).toList())))
        .query(Long.class).single();
    var report = new CheckReport(id, number, at, occasion, actor, file.entries().size(), passed, results);
    var facts = new LinkedHashMap<String, Object>();
    facts.put("report", id);
    facts.put("passed", passed);
    facts.put("findings", report.findings());
    facts.put("overview", report.overview());
    facts.put("results", results.stream().map(FourChecks::facts).toList());
    archives.trace(number, List.of(new NewEntry(ENTRY, report.summary(), actor, "ARCHIVE", at, facts)));
    return report;
  }

  /** The reports of a file, the newest first. */
  @Transactional(readOnly = true)
  public List<CheckReport> of(ComplaintNumber number) {
    return jdbc.sql("select * from archive_check where number = ? order by id desc").param(number.value())
        .query(FourChecks::report).list();
  }

  @Transactional(readOnly = true)
  public Optional<CheckReport> latest(ComplaintNumber number) {
    return jdbc.sql("select * from archive_check where number = ? order by id desc limit 1").param(number.value())
        .query(FourChecks::report).optional();
  }

  /** Whether the latest report passed, is not older than this, and no evidence has come since. */
  @Transactional(readOnly = true)
  public boolean isCleared(ComplaintNumber number, Duration holds) {
    return latest(number).filter(CheckReport::passed).filter(report -> report.at().isAfter(clock.instant().minus(holds)))
        .filter(report -> jdbc.sql("select 1 from archive_entry where number = ? and kind = ? and sequence > ? limit 1")
            .params(number.value(), EvidenceStore.ADDED, report.entries()).query().listOfRows().isEmpty())
        .isPresent();
  }

  /**
   * Somebody answers for what the latest report found and nobody can mend: these very findings count as explained from
   * now on. Demands the caller's transaction.
   *
   * @throws InvalidInput if {@code reason} is empty or nothing failed
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void accept(ComplaintNumber number, String reason, String actor) {
    var failed = latest(number).map(CheckReport::failed).orElse(List.of());
    if (failed.isEmpty()) {
      throw new InvalidInput("acceptance", "最近一次检测没有未通过的项目，不需要说明");
    }
    if (reason == null || reason.isBlank()) {
      throw new InvalidInput("acceptReason", "请写明同意的理由");
    }
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    failed.forEach(result -> jdbc.sql("insert into archive_check_acceptance (number, item, finding, reason,"
            + " accepted_by, accepted_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing")
        .params(number.value(), result.item().name(), result.finding(), vault.seal(reason.strip()), actor,
            Timestamp.from(at)).update());
    archives.append(number, List.of(new NewEntry("FINDINGS_ACCEPTED", "四性检测未通过的 %d 项已说明情况并同意保管"
        .formatted(failed.size()), actor, "ARCHIVE", at,
        Map.of("findings", failed.stream().map(Result::words).toList(), "reason", reason.strip()))));
  }

  /**
   * A sample of the filed archives that still hold what they held. The same day, size and seed give the same sample, so
   * that an auditor can draw it again.
   */
  @Transactional(readOnly = true)
  public List<ComplaintNumber> sample(LocalDate day, int size, String seed) {
    return jdbc.sql("""
            select number from archive where filed_at is not null and destroyed_at is null
            order by md5(:seed || :day || number), number limit :size""")
        .param("seed", seed).param("day", day.toString())
        .param("size", size).query(String.class).list().stream().map(ComplaintNumber::new).toList();
  }

  /** How far the file had grown when this item was last found in order. */
  private Optional<Integer> latestPassed(ComplaintNumber number, CheckItem item) {
    return jdbc.sql("""
            select entries from archive_check where number = ?
              and results @> jsonb_build_object('results', jsonb_build_array(
                jsonb_build_object('item', ?::text, 'outcome', 'PASSED')))
            order by id desc limit 1""").params(number.value(), item.name()).query(Integer.class).optional();
  }

  private HashSet<String> accepted(ComplaintNumber number) {
    return new HashSet<>(jdbc.sql("select item || finding from archive_check_acceptance where number = ?")
        .param(number.value()).query(String.class).list());
  }

  private static Map<String, Object> facts(Result result) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("item", result.item().name());
    facts.put("outcome", result.outcome().name());
    if (result.finding() != null) {
      facts.put("finding", result.finding());
    }
    return facts;
  }

  private static CheckReport report(ResultSet row, int ignored) throws SQLException {
    var results = new ArrayList<Result>();
    if (PayloadJson.read(row.getString("results")).get("results") instanceof List<?> list) {
      for (var one : list) {
        var facts = (Map<?, ?>) one;
        results.add(new Result(CheckItem.valueOf((String) facts.get("item")),
            Outcome.valueOf((String) facts.get("outcome")), (String) facts.get("finding")));
      }
    }
    return new CheckReport(row.getLong("id"), new ComplaintNumber(row.getString("number")),
        row.getTimestamp("at").toInstant(), Occasion.valueOf(row.getString("occasion")), row.getString("actor"),
        row.getInt("entries"), row.getBoolean("passed"), results);
  }
}
