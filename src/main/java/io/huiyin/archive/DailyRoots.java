package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 每日存证: what shows that a whole case file was removed or rewritten with its chain, or the access log was changed. [norm: DA/T 70 authenticity] */
@Service
public class DailyRoots {

  private final JdbcTemplate jdbc;
  private final AccessProof access;
  private final RootFile file;
  private final TimeStamps stamps;
  private final Clock clock;

  DailyRoots(JdbcTemplate jdbc, RootFile file, TimeStamps stamps, Clock clock) {
    this.jdbc = jdbc;
    this.access = new AccessProof(jdbc);
    this.file = file;
    this.stamps = stamps;
    this.clock = clock;
  }

  /** Takes the root of the day, unless it is taken. Demands the caller's transaction; once it is committed, see {@link #write}. */
  @Transactional(propagation = Propagation.MANDATORY)
  public DailyRoot seal() {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var day = LocalDate.ofInstant(at, clock.getZone());
    var taken = find(day);
    if (taken.isPresent()) {
      return taken.get();
    }
    var before = latest(0, 1).stream().findFirst();
    var previous = before.map(root -> HexFormat.of().parseHex(root.root())).orElse(DailyRoot.NONE);
    var heads = changedHeads();
    var tree = new HeadTree(heads).top();
    var seen = access.seal(before.map(DailyRoot::access).orElse(AccessSeal.NONE));
    jdbc.update("""
        insert into archive_root (day, sealed_at, files, previous, tree, log_last, log_lines, log_gaps, log_hash, root)
        values (?, ?, ?, ?, ?, ?, ?, ?::int8multirange, ?, ?)""",
        Date.valueOf(day), Timestamp.from(at), heads.size(), previous, tree, seen.last(), seen.lines(), seen.gaps(),
        HexFormat.of().parseHex(seen.hash()), DailyRoot.hash(day, at, previous, heads.size(), tree, seen));
    jdbc.batchUpdate("insert into archive_root_head (day, number, sequence, hash) values (?, ?, ?, ?)", heads, 500,
        (statement, head) -> {
          statement.setDate(1, Date.valueOf(day));
          statement.setString(2, head.number());
          statement.setInt(3, head.sequence());
          statement.setBytes(4, head.hash());
        });
    return find(day).orElseThrow();
  }

  /** Whether an authority is set and roots wait for its time stamp. */
  @Transactional(readOnly = true)
  public boolean isStampWanted() {
    return stamps.isOn() && !unstamped().isEmpty();
  }

  /**
   * Has the authority stamp every root since the first stamped one that has no stamp, or the newest if none has: each root
   * holds those before. Demands the caller's transaction.
   *
   * @throws UncheckedIOException  if the authority does not answer
   * @throws IllegalStateException if it refuses, or its answer does not hold
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void stamp() {
    unstamped().forEach(root -> jdbc.update("insert into archive_root_stamp (day, token) values (?, ?)",
        Date.valueOf(root.day()), stamps.request(root)));
  }

  // none that the demo's time machine has left ahead of its clock
  private List<DailyRoot> unstamped() {
    return jdbc.query("""
        select * from archive_root
        where day >= coalesce((select min(day) from archive_root_stamp), (select max(day) from archive_root))
          and day not in (select day from archive_root_stamp) and sealed_at <= ?
        order by day""", DailyRoots::root, Timestamp.from(clock.instant()));
  }

  /**
   * Writes the root of a day, which is committed, to the root file, and the time stamps behind the last one there. Never
   * others: what somebody took out of the file stays missing and is found.
   *
   * @throws UncheckedIOException if the file cannot be written; to be tried again
   */
  @Transactional(readOnly = true)
  public void write(LocalDate day) {
    var lines = new ArrayList<RootFile.Line>();
    find(day).map(RootFile.Line::of).ifPresent(lines::add);
    tokens(file.lastStamp().orElse(LocalDate.EPOCH)).forEach((on, token) -> lines.add(RootFile.Line.of(on, token)));
    file.append(lines);
  }

  /**
   * Begins a new root file with all that the database has, for an operator who has no copy to put back.
   *
   * @return where the old file lies now; empty if there was none
   */
  @Transactional(readOnly = true)
  Optional<Path> beginFile() {
    return file.begin(lines(LocalDate.EPOCH), clock.instant());
  }

  /** What belongs into the root file of a day and after: each root, and behind the roots their time stamps. */
  private List<RootFile.Line> lines(LocalDate from) {
    var lines = new ArrayList<RootFile.Line>();
    jdbc.query("select * from archive_root where day >= ? order by day", DailyRoots::root, Date.valueOf(from))
        .forEach(root -> lines.add(RootFile.Line.of(root)));
    tokens(from).forEach((day, token) -> lines.add(RootFile.Line.of(day, token)));
    return lines;
  }

  private Map<LocalDate, byte[]> tokens(LocalDate from) {
    var tokens = new TreeMap<LocalDate, byte[]>();
    jdbc.query("select day, token from archive_root_stamp where day >= ?", row -> {
      tokens.put(row.getDate("day").toLocalDate(), row.getBytes("token"));
    }, Date.valueOf(from));
    return tokens;
  }

  private List<String> stampFindings(Map<LocalDate, byte[]> tokens, List<DailyRoot> roots) {
    var byDay = roots.stream().collect(Collectors.toMap(DailyRoot::day, root -> root));
    return tokens.entrySet().stream().map(stamp -> byDay.containsKey(stamp.getKey())
            ? stamps.finding(byDay.get(stamp.getKey()), stamp.getValue()).orElse(null)
            : stamp.getKey() + " 有时间戳，却没有每日存证")
        .filter(Objects::nonNull).toList();
  }

  /** Every root, the oldest first. */
  @Transactional(readOnly = true)
  public List<DailyRoot> all() {
    return jdbc.query("select * from archive_root order by day", DailyRoots::root);
  }

  /** The newest roots first. */
  @Transactional(readOnly = true)
  public List<DailyRoot> latest(long offset, int limit) {
    return jdbc.query("select * from archive_root order by day desc offset ? limit ?", DailyRoots::root, offset, limit);
  }

  /** All roots as they stand in the root file, from the database. */
  @Transactional(readOnly = true)
  public String text() {
    return lines(LocalDate.EPOCH).stream().map(RootFile.Line::text).collect(Collectors.joining());
  }

  @Transactional(readOnly = true)
  public long count() {
    return jdbc.queryForObject("select count(*) from archive_root", Long.class);
  }

  /**
   * Checks every root against its heads, its predecessor, the case files, the access log and the root file.
   *
   * @return in Chinese what does not fit, empty when everything does
   */
  @Transactional(readOnly = true)
  public List<String> verify() {
    var roots = all();
    var findings = new ArrayList<String>();
    var previous = hex(DailyRoot.NONE);
    var seen = AccessSeal.NONE;
    for (var root : roots) {
      if (!root.previous().equals(previous)) {
        findings.add(root.day() + " 的每日存证与前一次接不上：有存证被删除、插入或改动");
      }
      finding(root, heads(root.day())).ifPresent(findings::add);
      if (root.access() != null) {
        access.finding(seen, root.access()).map(what -> "访问日志与 " + root.day() + " 的每日存证不符：" + what)
            .ifPresent(findings::add);
        seen = root.access();
      }
      previous = root.root();
    }
    findings.addAll(jdbc.query("select distinct on (number) * from (" + BROKEN + ") b order by number, day",
        (row, i) -> row.getString("number") + "：" + words(row)));
    findings.addAll(stampFindings(tokens(LocalDate.EPOCH), roots));
    findings.addAll(file.compare(lines(LocalDate.EPOCH), "", roots.size()));
    return findings;
  }

  private static Optional<String> finding(DailyRoot root, List<DailyRoot.Head> heads) {
    var holds = root.root().equals(hex(root.expected(heads))) && root.files() == heads.size()
        && (root.tree() == null || root.tree().equals(hex(new HeadTree(heads).top())));
    return holds ? Optional.empty() : Optional.of(root.day() + " 的每日存证被改动：根与当日各卷的末条哈希、访问日志的哈希不符");
  }

  /** What is wrong with the roots that hold a case file, in Chinese; how roots follow on one another is not looked at. */
  @Transactional(readOnly = true)
  List<String> findings(RootPlace place) {
    if (place.seats().isEmpty()) {
      return List.of();
    }
    var findings = new ArrayList<>(place.seats().stream().map(RootPlace.Seat::finding).filter(Objects::nonNull).toList());
    findings.addAll(stampFindings(place.stamps(), place.roots()));
    var first = place.seats().get(0).day();
    findings.addAll(file.compare(lines(first), first.toString(), count()));
    return findings;
  }

  /** Whether a root was taken since the case file was opened. */
  boolean covers(ComplaintNumber number) {
    return !jdbc.queryForList("select 1 from archive_root_head where number = ? limit 1", number.value()).isEmpty();
  }

  /** What the roots say against the case file, in Chinese. */
  Optional<String> finding(ComplaintNumber number) {
    return jdbc.query(BROKEN + " and h.number = ? order by h.day limit 1", (row, i) -> words(row), number.value())
        .stream().findFirst();
  }

  /** Where a case file stands in the roots: for a package. */
  @Transactional(readOnly = true)
  RootPlace place(ComplaintNumber number) {
    var roots = jdbc.query("""
        select * from archive_root where day >= (select min(day) from archive_root_head where number = ?) order by day""",
        DailyRoots::root, number.value());
    var byDay = roots.stream().collect(Collectors.toMap(DailyRoot::day, root -> root));
    var mine = jdbc.query("select day, number, sequence, hash from archive_root_head where number = ? order by day",
        (row, i) -> {
          var day = row.getDate("day").toLocalDate();
          var heads = heads(day);
          return new RootPlace.Seat(day, row.getInt("sequence"), hex(row.getBytes("hash")),
              new HeadTree(heads).way(heads.stream().map(DailyRoot.Head::number).toList().indexOf(number.value())),
              byDay.containsKey(day) ? finding(byDay.get(day), heads).orElse(null) : day + " 的每日存证缺失");
        }, number.value());
    if (mine.isEmpty()) {
      return new RootPlace(List.of(), mine, Map.of());
    }
    var stamped = tokens(mine.get(0).day());
    stamped.keySet().retainAll(mine.stream().map(RootPlace.Seat::day).toList());
    return new RootPlace(roots, mine, stamped);
  }

  private static final String BROKEN = """
      select h.number, h.day, h.sequence, e.hash is null as missing
      from archive_root_head h left join archive_entry e using (number, sequence)
      where h.sequence > 0 and e.hash is distinct from h.hash""";

  private static String words(ResultSet row) throws SQLException {
    return row.getBoolean("missing")
        ? "%s 存证时有 %d 条记录，现在缺少第 %2$d 条：案卷被整卷删除或截短".formatted(row.getDate("day"), row.getInt("sequence"))
        : "第 %d 条与 %s 的每日存证不符：案卷被整卷改写".formatted(row.getInt("sequence"), row.getDate("day"));
  }

  private List<DailyRoot.Head> changedHeads() {
    return jdbc.query("""
        select number, head_sequence, head_hash from archive a
        where head_sequence is distinct from (
          select h.sequence from archive_root_head h where h.number = a.number order by h.day desc limit 1)
        order by number collate "C\"""", DailyRoots::head);
  }

  List<DailyRoot.Head> heads(LocalDate day) {
    return jdbc.query("""
        select number, sequence, hash from archive_root_head where day = ? order by number collate "C\"""",
        DailyRoots::head, Date.valueOf(day));
  }

  private Optional<DailyRoot> find(LocalDate day) {
    return jdbc.query("select * from archive_root where day = ?", DailyRoots::root, Date.valueOf(day)).stream()
        .findFirst();
  }

  private static DailyRoot.Head head(ResultSet row, int ignored) throws SQLException {
    return new DailyRoot.Head(row.getString(1), row.getInt(2), row.getBytes(3));
  }

  private static DailyRoot root(ResultSet row, int ignored) throws SQLException {
    return new DailyRoot(row.getDate("day").toLocalDate(), row.getTimestamp("sealed_at").toInstant(),
        row.getInt("files"), hex(row.getBytes("previous")), hex(row.getBytes("tree")),
        row.getBytes("log_hash") == null ? null : new AccessSeal(row.getLong("log_last"), row.getLong("log_lines"),
            row.getString("log_gaps"), hex(row.getBytes("log_hash"))), hex(row.getBytes("root")));
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }
}
