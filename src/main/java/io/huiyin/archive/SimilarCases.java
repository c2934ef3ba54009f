package io.huiyin.archive;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Past complaints like this one, and how they were solved. Of the same category and closed; the same issue point or
 * product counts most, then how many words they share. [001; weights ours]
 */
@Service
@Transactional(readOnly = true)
public class SimilarCases {

  private static final int LOOKED_AT = 300;
  /** Enough to get past those that are still running. */
  private static final String NEWEST = """
      select number, tokens from archive_search where tokens @@ cast(%s as tsquery)%s
      order by registered_at desc, number desc limit 1000""";
  private static final int SHOWN = 5;
  /** A fifth of the words in common is more than the usual phrases of a complaint make. */
  private static final double ENOUGH_WORDS = 0.2;

  /** What was told to the customer says most, what was done says it too. */
  private static final List<String> RESULTS = List.of("resultTold", "explanation", "executionResult", "settlement");
  private static final List<String> SCORES = List.of("efficiency", "attitude", "solution");

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final Archives archives;
  private final SearchTokens tokens;

  SimilarCases(JdbcClient jdbc, CaseAccess access, Archives archives, SearchTokens tokens) {
    this.jdbc = jdbc;
    this.access = access;
    this.tokens = tokens;
    this.archives = archives;
  }

  /**
   * A past complaint.
   *
   * @param alike    what it has in common, in words
   * @param measures what was planned or done, or {@code null}
   * @param result   what the customer was told, or {@code null}; one of the two is there
   * @param rating   mean of the customer's scores from 1 to 5, or {@code null} if there was no answer
   */
  public record Similar(String number, Instant registeredAt, Instant closedAt, List<String> alike, String measures,
      String result, Double rating) {
  }

  private record Candidate(String number, Instant registeredAt, Instant closedAt, boolean sameIssue, boolean sameProduct,
      double words) {

    double weight() {
      return (sameIssue ? 2 : 0) + (sameProduct ? 1 : 0) + words;
    }

    List<String> alike() {
      return Stream.of(sameIssue ? "问题点相同" : null, sameProduct ? "产品相同" : null,
          words >= ENOUGH_WORDS ? "内容相近" : null).filter(Objects::nonNull).toList();
    }
  }

  /** The most alike first; only closed ones that the person may see and that say how they were solved. */
  public List<Similar> of(Complaint complaint, Person person) {
    var texts = archives.entries(complaint.number()).stream().map(entry -> SearchWords.of(entry.kind(), entry.facts()))
        .toList();
    var mine = new HashMap<Integer, Set<String>>();
    var within = access.reach(person).map(" and number in (%s)"::formatted).orElse("");
    return jdbc.sql("""
            select c.number, c.registered_at, c.closed_at, c.issue_point, c.product, tsvector_to_array(s.tokens) as words
            from ((%1$s) union (%2$s)) s join complaint c on c.number = s.number
            where c.last_closed_at is not null and c.number <> :self and %3$s
            order by coalesce(c.issue_point = cast(:issue as text), false) desc,
              coalesce(c.product = cast(:product as text), false) desc, c.registered_at desc
            limit :limit""".formatted(NEWEST.formatted(":category", within),
            NEWEST.formatted(":closest", within), CaseAccess.FINDABLE))
        .params(access.visibility(person)).param("category", category(complaint)).param("closest", closest(complaint))
        .param("self", complaint.number().value()).param("issue", complaint.issuePoint())
        .param("product", complaint.product()).param("limit", LOOKED_AT)
        .query((row, i) -> new Candidate(row.getString("number"), row.getTimestamp("registered_at").toInstant(),
            row.getTimestamp("closed_at").toInstant(), same(row.getString("issue_point"), complaint.issuePoint()),
            same(row.getString("product"), complaint.product()), shared(
            mine.computeIfAbsent(SearchTokens.year(row.getString("number")), year -> tokens.words(year, texts)),
            words((String[]) row.getArray("words").getArray()))))
        .list().stream().filter(candidate -> !candidate.alike().isEmpty())
        .sorted(Comparator.comparingDouble(Candidate::weight).reversed()).limit(2 * SHOWN)
        .map(this::solved).filter(similar -> similar.measures != null || similar.result != null).limit(SHOWN).toList();
  }

  private static String category(Complaint complaint) {
    return ArchiveSearch.quoted("category:" + complaint.category());
  }

  /** Of the same category and about the same issue point or product. */
  private static String closest(Complaint complaint) {
    var same = Stream.of(complaint.issuePoint() == null ? null : "issue:" + complaint.issuePoint(),
            complaint.product() == null ? null : "product:" + complaint.product())
        .filter(Objects::nonNull).map(ArchiveSearch::quoted).collect(Collectors.joining(" | "));
    return category(complaint) + (same.isEmpty() ? "" : " & (" + same + ")");
  }

  private Similar solved(Candidate candidate) {
    var entries = archives.entries(new ComplaintNumber(candidate.number));
    var scores = new ArrayList<Integer>();
    String measures = null;
    String result = null;
    for (var entry : entries) {
      if (entry.facts().get("submitted") instanceof Map<?, ?> submitted) {
        measures = text(submitted, "measures", measures);
        for (var i = RESULTS.size() - 1; i >= 0; i--) {
          result = text(submitted, RESULTS.get(i), result);
        }
      }
      if (entry.kind().equals("SURVEYED")) {
        scores.clear();
        SCORES.stream().map(entry.facts()::get).filter(Integer.class::isInstance).map(Integer.class::cast)
            .forEach(scores::add);
      }
    }
    return new Similar(candidate.number, candidate.registeredAt, candidate.closedAt, candidate.alike(), measures, result,
        scores.isEmpty() ? null : scores.stream().mapToInt(Integer::intValue).average().orElseThrow());
  }

  private static String text(Map<?, ?> submitted, String field, String otherwise) {
    return submitted.get(field) instanceof String text && !text.isBlank() ? text : otherwise;
  }

  private static boolean same(String one, String other) {
    return one != null && one.equals(other);
  }

  /** Without the facets. */
  private static Set<String> words(String[] tokens) {
    return Arrays.stream(tokens).filter(token -> token.indexOf(':') < 0).collect(Collectors.toSet());
  }

  /** How much of the shorter one's words the other has, too: 0 to 1. */
  private static double shared(Set<String> one, Set<String> other) {
    var both = new HashSet<>(one);
    both.retainAll(other);
    return one.isEmpty() || other.isEmpty() ? 0 : (double) both.size() / Math.min(one.size(), other.size());
  }
}
