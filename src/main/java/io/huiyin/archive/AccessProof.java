package io.huiyin.archive;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts the access log under the daily roots, and finds what was changed in it since. [norm: DA/T 70 authenticity] */
final class AccessProof {

  private static final int FETCH_SIZE = 1000;
  private static final Pattern RANGE = Pattern.compile("\\[(\\d+),(\\d+)\\)");

  private final JdbcTemplate jdbc;

  AccessProof(JdbcTemplate jdbc) {
    // a template of its own, for the driver reads the whole answer into memory unless it is told a fetch size
    this.jdbc = new JdbcTemplate(jdbc.getDataSource());
    this.jdbc.setFetchSize(FETCH_SIZE);
  }

  /** What a root taken now holds. Demands the caller's transaction. */
  AccessSeal seal(AccessSeal before) {
    var now = read(before, Long.MAX_VALUE, "{}");
    return new AccessSeal(now.last, now.lines, now.gaps(), now.hash());
  }

  /** What was changed among the lines that a root holds, in Chinese. Demands the caller's transaction. */
  Optional<String> finding(AccessSeal before, AccessSeal seal) {
    var now = read(before, seal.last(), seal.gaps());
    if (now.lines == seal.lines() && now.hash().equals(seal.hash())) {
      return Optional.empty();
    }
    now.skipTo(seal.last() + 1);
    var missing = jdbc.queryForObject("select (?::int8multirange - ?::int8multirange)::text", String.class, now.gaps(),
        seal.gaps());
    return Optional.of(!missing.equals("{}") ? "编号 " + words(missing) + " 的记录被删除"
        : now.lines > seal.lines() ? "有 " + (now.lines - seal.lines()) + " 条记录是后加的"
        : now.lines < seal.lines() ? "有 " + (seal.lines() - now.lines) + " 条记录被删除" : "有记录被改动或调换");
  }

  /** {@code {[12,13),[18,20)}} as a person reads it. */
  private static String words(String ranges) {
    return RANGE.matcher(ranges).results().map(range -> {
      var last = Long.parseLong(range.group(2)) - 1;
      return range.group(1).equals(last + "") ? range.group(1) : range.group(1) + " 至 " + last;
    }).collect(Collectors.joining("、"));
  }

  private Lines read(AccessSeal before, long last, String gaps) {
    var lines = new Lines(before.last());
    var after = before == AccessSeal.NONE ? Long.MIN_VALUE : before.last(); // the first root holds whatever there is
    jdbc.query("""
        select id, at, person, number, action, detail
        from access_log, (select ?::int8multirange as late, ?::int8multirange as gaps, ?::bigint as after) s
        where id >= coalesce(lower(late), after + 1) and id <= ? and (id > after or late @> id) and not gaps @> id
        order by id""", lines::add, before.gaps(), gaps, after, last);
    return lines;
  }

  /** The lines between two roots as they are read. */
  private static final class Lines {

    private final MessageDigest digest = Canonical.sha256();
    private final StringJoiner gaps = new StringJoiner(",", "{", "}");
    private long last;
    private long lines;

    Lines(long last) {
      this.last = last;
    }

    void add(ResultSet row) throws SQLException {
      var id = row.getLong("id");
      var line = new ArrayList<>(List.of("huiyin-access-1", Long.toString(id),
          Canonical.at(row.getTimestamp("at").toInstant()), row.getString("person"), row.getString("number"),
          row.getString("action")));
      if (row.getString("detail") != null) {
        line.add(row.getString("detail"));
      }
      digest.update(Canonical.sha256().digest(Canonical.fields(line.toArray(String[]::new))));
      lines++;
      skipTo(id);
      last = Math.max(last, id);
    }

    /** Notes the ids up to here that no line has. */
    void skipTo(long id) {
      if (id > last + 1) {
        gaps.add("[" + (last + 1) + "," + id + ")");
      }
    }

    String gaps() {
      return gaps.toString();
    }

    String hash() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
