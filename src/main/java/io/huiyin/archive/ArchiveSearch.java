package io.huiyin.archive;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import io.huiyin.privacy.Vault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.support.AbstractSqlTypeValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds archives. What the person may see is part of every query, so that lists and counts tell nothing more. [000]
 *
 * <p>Words are found by tokens and then looked for in the opened text, so that a hit holds every word as it was
 * written. The newest cases are looked through first: a frequent word fills its page there. Only if they do not, the
 * index is asked, which is quick for whatever is rarer.
 */
@Service
@Transactional(readOnly = true)
public class ArchiveSearch {

  /** Further hits nobody leafs through, and each may have to be opened; a narrower question helps. */
  public static final int DEEPEST = 2_000;
  /** Nobody wants to know more of a page's hits than that there are so many. */
  private static final int ENOUGH = 101;
  /** How many of the newest cases are looked through before the index is asked. */
  private static final int NEWEST = 2_000;
  private static final int OPENED_TOGETHER = 50;

  /** Year after year, and no further year than the page needs. */
  private static final String YEAR_BY_YEAR = """
      select s.* from unnest(:inTurn) as asked (question) cross join lateral (
        select number, registered_at, texts from archive_search s where tokens @@ question and %s) s""";
  private static final String CASE = """
      select %s from complaint c left join archive a on a.number = c.number where\s""";
  private static final String LINE = """
      c.number, c.registered_at, c.closed_at, coalesce(a.category, c.category) as category, c.issue_point, c.product,
      c.priority, c.severity, c.status, c.lead_unit, c.sensitive, c.repeat, a.status as archive_status, a.urgency,
      a.filed_at, a.retention_until""";

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final Complaints complaints;
  private final SearchTokens tokens;
  private final Vault vault;
  private final Clock clock;

  ArchiveSearch(JdbcClient jdbc, CaseAccess access, Complaints complaints, SearchTokens tokens, Vault vault,
      Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.complaints = complaints;
    this.tokens = tokens;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * A hit. Nothing of it tells of the customer.
   *
   * @param category as the archivist confirmed it, if it is filed
   * @param urgency  third level of the archive's classification, {@code null} until it is filed
   */
  public record Hit(String number, Instant registeredAt, Instant closedAt, Category category, String issuePoint,
      String product, Priority priority, Severity severity, CaseStatus status, String leadUnit, boolean sensitive,
      boolean repeat, ArchiveStatus archiveStatus, Urgency urgency, Instant filedAt, LocalDate retentionUntil) {
  }

  /**
   * One page of hits.
   *
   * @param total how many there are, or about so many and perhaps more
   * @param exact whether {@code total} is the whole number
   * @param more  whether there is a next page
   */
  public record Hits(List<Hit> hits, long total, boolean exact, boolean more) {
  }

  /** The page that begins after {@code offset} hits. */
  public Hits find(Person person, ArchiveQuery query, int offset, int limit) {
    var search = new Search(person, query);
    if (search.findsNothing) {
      return new Hits(List.of(), 0, true, false);
    }
    var need = offset + limit + 1;
    if (search.asksWordsFirst() && need <= NEWEST / 10) {
      var newest = search.candidates(search.newest(), Math.max(need, ENOUGH));
      var found = search.proven(newest, need);
      if (found.size() >= need) {
        var all = newest.size() < ENOUGH && search.unproven == 0 && isSmall();
        return new Hits(lines(person, found, offset, limit), found.size() + search.unproven, all,
            found.size() + search.unproven > offset + limit);
      }
    }
    var most = Math.max(ENOUGH, need);
    var candidates = search.candidates(search.all(), most);
    var all = candidates.size() < most;
    var found = search.proven(candidates, all && most == ENOUGH ? most : need);
    return new Hits(lines(person, found, offset, limit), Math.min(found.size() + search.unproven, most - 1),
        all && search.unproven == 0, found.size() >= need);
  }

  /** A token as it stands in a {@code tsquery}. */
  static String quoted(String token) {
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** Whether the newest are all there are. */
  private boolean isSmall() {
    return jdbc.sql("select count(*) from (select 1 from archive_search limit ?) s").param(NEWEST + 1)
        .query(Integer.class).single() <= NEWEST;
  }

  private List<Hit> lines(Person person, List<Candidate> found, int offset, int limit) {
    var numbers = found.stream().skip(offset).limit(limit).map(Candidate::number).toList();
    var lines = new HashMap<String, Hit>();
    if (!numbers.isEmpty()) {
      jdbc.sql(CASE.formatted(LINE) + CaseAccess.FINDABLE + " and c.number = any (:numbers)")
          .params(access.visibility(person)).param("numbers", numbers.toArray(String[]::new))
          .query(ArchiveSearch::hit).list().forEach(hit -> lines.put(hit.number(), hit));
    }
    return numbers.stream().map(lines::get).filter(Objects::nonNull).toList(); // what ended in between is not shown
  }

  private static Hit hit(ResultSet row, int ignored) throws SQLException {
    var archiveStatus = row.getString("archive_status");
    var urgency = row.getString("urgency");
    return new Hit(row.getString("number"), instant(row, "registered_at"), instant(row, "closed_at"),
        Category.valueOf(row.getString("category")), row.getString("issue_point"), row.getString("product"),
        Priority.valueOf(row.getString("priority")), Severity.valueOf(row.getString("severity")),
        CaseStatus.valueOf(row.getString("status")), row.getString("lead_unit"), row.getBoolean("sensitive"),
        row.getBoolean("repeat"), archiveStatus == null ? null : ArchiveStatus.valueOf(archiveStatus),
        urgency == null ? null : Urgency.valueOf(urgency), instant(row, "filed_at"), row.getObject("retention_until", LocalDate.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  /** @param texts the sequences of the entries that hold words */
  private record Candidate(String number, Integer[] texts) {
  }

  /** One question to the index. */
  private final class Search {

    private final ArchiveQuery query;
    private final Map<String, Object> params;
    private final List<String> conditions = new ArrayList<>(List.of(CaseAccess.FINDABLE));
    private final List<String> span = new ArrayList<>();
    private final List<String> words;
    private boolean findsNothing;
    /** Words, facets or a customer's name are asked for, which the index knows. */
    private boolean indexed;
    /** Few cases come into question, and which is known before the index is asked. */
    private boolean named;
    private int unproven;

    Search(Person person, ArchiveQuery query) {
      this.query = query;
      params = new HashMap<>(access.visibility(person));
      words = query.words().stream().map(SearchWords::normalised).toList();
      access.reach(person).ifPresent(reach -> {
        named = true;
        conditions.add("c.number in (" + reach + ")");
      });
      var wanted = new ArrayList<String>();
      facet(wanted, "category", query.category());
      facet(wanted, "urgency", query.urgency());
      facet(wanted, "priority", query.priority());
      facet(wanted, "severity", query.severity());
      facet(wanted, "complexity", query.complexity());
      facet(wanted, "unit", query.unit());
      facet(wanted, "product", query.product());
      facet(wanted, "issue", query.issuePoint());
      facet(wanted, "person", query.handler());
      customer(wanted);
      ask(wanted);
      if (query.number() != null) {
        named = true;
        and("c.number like :prefix", "prefix", query.number().replaceAll("([\\\\%_])", "\\\\$1") + "%");
      }
      if (query.status() != null) {
        and("c.status = :status", "status", query.status().name());
      }
      if (query.archiveStatus() != null) {
        and("a.status = :archiveStatus", "archiveStatus", query.archiveStatus().name());
      }
      between("c.closed_at", "closed", query.closed());
      between("a.filed_at", "filed", query.filed());
      var before = conditions.size();
      between("registered_at", "registered", query.registered());
      span.addAll(conditions.subList(before, conditions.size()));
      conditions.subList(before, conditions.size()).clear();
    }

    /** A word has other tokens in each year, so each year is asked its own question; without words one serves for all. */
    private void ask(List<String> facets) {
      indexed = !words.isEmpty() || !facets.isEmpty();
      var years = words.isEmpty() ? List.of(0) : years();
      findsNothing |= years.isEmpty();
      var questions = years.stream().map(year -> Stream.concat(tokens.words(year, words).stream(), facets.stream())
          .map(ArchiveSearch::quoted).collect(Collectors.joining(" & "))).collect(Collectors.toList());
      params.put("firstYear", years.stream().findFirst().orElse(0));
      params.put("questions", queries(List.copyOf(questions)));
      if (query.sort() != ArchiveQuery.Sort.OLDEST) {
        Collections.reverse(questions);
      }
      params.put("inTurn", queries(questions));
    }

    /** Of all cases there are, as their numbers begin. */
    private List<Integer> years() {
      return jdbc.sql("select min(number), max(number) from archive_search").query((row, i) ->
          row.getString(1) == null ? List.<Integer>of()
              : IntStream.rangeClosed(SearchTokens.year(row.getString(1)), SearchTokens.year(row.getString(2))).boxed()
                  .toList()).single();
    }

    private static SqlTypeValue queries(List<String> questions) {
      return new AbstractSqlTypeValue() {
        @Override
        protected Object createTypeValue(Connection connection, int type, String name) throws SQLException {
          return connection.createArrayOf("tsquery", questions.toArray());
        }
      };
    }

    /** Whether the row {@code s} answers its year's question. */
    private String matches() {
      return "s.tokens @@ (:questions)[%s]".formatted(words.isEmpty() ? "1" : "cast(left(s.number, 4) as int) - :firstYear + 1");
    }

    private static void facet(List<String> wanted, String name, Object value) {
      if (value != null) {
        wanted.add(name + ":" + value);
      }
    }

    private void customer(List<String> wanted) {
      if (query.customer() == null) {
        return;
      }
      var contact = complaints.ofCustomer(query.customer());
      if (contact.isPresent()) {
        named = true;
        findsNothing = contact.get().isEmpty();
        and("c.number = any (:customers)", "customers", contact.get().toArray(String[]::new));
      } else {
        wanted.add(tokens.customer(query.customer()));
      }
    }

    private void between(String column, String name, ArchiveQuery.Span span) {
      if (span.from() != null) {
        and(column + " >= :" + name + "From", name + "From", startOf(span.from()));
      }
      if (span.to() != null) {
        and(column + " < :" + name + "To", name + "To", startOf(span.to().plusDays(1)));
      }
    }

    private Timestamp startOf(LocalDate day) {
      return Timestamp.from(day.atStartOfDay(clock.getZone()).toInstant());
    }

    private void and(String condition, String name, Object value) {
      conditions.add(condition);
      params.put(name, value);
    }

    /** A word alone says little about how many it finds; a number or a customer says it all. */
    boolean asksWordsFirst() {
      return indexed && !named && query.sort() != ArchiveQuery.Sort.CLOSED;
    }

    /** The newest cases (or the oldest, if they are asked for), in order. */
    String newest() {
      return inOrder("select * from archive_search s where " + and(span) + order("s", "s") + " limit " + NEWEST)
          + " where " + matches() + " limit :limit";
    }

    /** All that the index finds, in order. */
    String all() {
      var byIndex = indexed && !named;
      if (byIndex && query.sort() != ArchiveQuery.Sort.CLOSED) {
        return inOrder(YEAR_BY_YEAR.formatted(and(span) + order("s", "s"))) + " limit :limit";
      }
      return """
          select s.number, s.texts from %s join complaint c on c.number = s.number
          left join archive a on a.number = c.number
          where %s and %s and %s %s limit :limit""".formatted(
              byIndex ? "(" + YEAR_BY_YEAR.formatted(and(span)) + ") s" : "archive_search s",
              indexed && !byIndex ? matches() : "true", and(conditions),
              and(span.stream().map("c."::concat).toList()), order("c", "c"));
    }

    /** Case by case in the order of the source, so that nothing is read beyond the limit. */
    private String inOrder(String source) {
      return "select s.number, s.texts from (%s) s cross join lateral (%s c.number = s.number and %s offset 0) x"
          .formatted(source, CASE.formatted("1"), and(conditions));
    }

    private String order(String of, String number) {
      return switch (query.sort()) {
        case NEWEST -> " order by %s.registered_at desc, %s.number desc".formatted(of, number);
        case OLDEST -> " order by %s.registered_at, %s.number".formatted(of, number);
        case CLOSED -> " order by c.closed_at desc nulls last, c.number desc";
      };
    }

    private static String and(List<String> conditions) {
      return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    List<Candidate> candidates(String sql, int limit) {
      return jdbc.sql(sql).params(params).param("limit", limit).query((row, i) -> new Candidate(
          row.getString(1), row.getArray(2) == null ? new Integer[0] : (Integer[]) row.getArray(2).getArray())).list();
    }

    /** The first so many candidates that hold every word; how many were not looked at is left in {@code unproven}. */
    List<Candidate> proven(List<Candidate> candidates, int atMost) {
      unproven = 0;
      if (words.stream().allMatch(SearchWords::isPiece)) {
        return candidates;
      }
      var proven = new ArrayList<Candidate>();
      var at = 0;
      for (; at < candidates.size() && proven.size() < atMost; at += OPENED_TOGETHER) {
        proven.addAll(holding(candidates.subList(at, Math.min(candidates.size(), at + OPENED_TOGETHER))));
      }
      unproven = Math.max(0, candidates.size() - at);
      return proven;
    }

    private List<Candidate> holding(List<Candidate> candidates) {
      var numbers = new ArrayList<String>();
      var sequences = new ArrayList<Integer>();
      for (var candidate : candidates) {
        for (var sequence : candidate.texts) {
          numbers.add(candidate.number);
          sequences.add(sequence);
        }
      }
      var missing = new LinkedHashMap<String, Set<String>>();
      candidates.forEach(candidate -> missing.put(candidate.number, new HashSet<>(words)));
      jdbc.sql("""
              select number, kind, sealed from unnest(:numbers, :sequences) as t (number, sequence)
              join archive_payload using (number, sequence) join archive_entry using (number, sequence)""")
          .param("numbers", numbers.toArray(String[]::new)).param("sequences", sequences.toArray(Integer[]::new))
          .query(row -> {
            var left = missing.get(row.getString("number"));
            if (!left.isEmpty()) {
              var text = SearchWords.of(row.getString("kind"), SearchIndex.facts(vault, row));
              left.removeIf(text::contains);
            }
          });
      return candidates.stream().filter(candidate -> missing.get(candidate.number).isEmpty()).toList();
    }
  }
}
