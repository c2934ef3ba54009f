package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the archives are found by, in step with them: the facets follow the case by a trigger, the words are written by
 * the statement that appends the entry. Words are kept as keyed hashes only. [000]
 */
@Service
public class SearchIndex {

  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
  private static final int BATCH = 200;

  private final JdbcTemplate jdbc;
  private final SearchTokens tokens;
  private final Vault vault;
  private final TransactionTemplate transaction;

  SearchIndex(JdbcTemplate jdbc, SearchTokens tokens, Vault vault, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.vault = vault;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * What entries add to the index.
   *
   * @param tokens whatever the case is found by from now on
   * @param texts  the sequences of the entries that hold words
   */
  record Addition(Set<String> tokens, List<Integer> texts) {

    String[] tokenArray() {
      return tokens.toArray(String[]::new);
    }

    Integer[] textArray() {
      return texts.toArray(Integer[]::new);
    }
  }

  /** What one entry adds: its words, the customer's name, and who put it on record. */
  void add(Addition addition, String number, int sequence, String kind, String actor, Map<String, Object> facts) {
    var words = SearchWords.of(kind, facts);
    if (!words.isEmpty()) {
      addition.texts.add(sequence);
      addition.tokens.addAll(tokens.words(SearchTokens.year(number), List.of(words)));
    }
    if (facts.get("customerName") instanceof String name && !name.isBlank()) {
      addition.tokens.add(tokens.customer(name));
    }
    if (!"system".equals(actor) && (!words.isEmpty() || kind.equals("TASK_COMPLETED"))) {
      addition.tokens.add(SearchTokens.person(actor));
    }
  }

  static Addition nothing() {
    return new Addition(new HashSet<>(), new ArrayList<>());
  }

  /**
   * Reads all case files anew. The search goes on meanwhile; interrupted, it does no harm and may be started again.
   * Needed after a new look-up key.
   *
   * @return how many cases were read
   */
  public long rebuild() {
    var done = 0L;
    var last = "";
    for (var numbers = after(last); !numbers.isEmpty(); numbers = after(last)) {
      var batch = numbers;
      transaction.executeWithoutResult(status -> read(batch));
      last = numbers.get(numbers.size() - 1);
      done += numbers.size();
    }
    return done;
  }

  /** Reads the case files whose words are not in the index yet, as after an upgrade. */
  public long complete() {
    var done = 0L;
    for (var numbers = unread(); !numbers.isEmpty(); numbers = unread()) {
      var batch = numbers;
      transaction.executeWithoutResult(status -> read(batch));
      done += numbers.size();
      LOG.info("Search index: {} case files read", done);
    }
    return done;
  }

  private List<String> after(String number) {
    return jdbc.queryForList("select number from archive where number > ? order by number limit ?", String.class,
        number, BATCH);
  }

  private List<String> unread() {
    return jdbc.queryForList("select number from archive_search where texts is null order by number limit ?",
        String.class, BATCH);
  }

  /** The covers stay locked, so nobody appends between the reading and the writing. */
  private void read(List<String> numbers) {
    var all = numbers.toArray(String[]::new);
    jdbc.query("select 1 from archive where number = any (?) order by number for update", row -> { }, (Object) all);
    var additions = new HashMap<String, Addition>();
    numbers.forEach(number -> additions.put(number, nothing()));
    jdbc.query("""
        select number, sequence, kind, actor, sealed
        from archive_entry left join archive_payload using (number, sequence) where number = any (?) order by 1, 2""",
        row -> {
          var number = row.getString("number");
          add(additions.get(number), number, row.getInt("sequence"), row.getString("kind"), row.getString("actor"),
              facts(vault, row));
        }, (Object) all);
    jdbc.batchUpdate("""
        update archive_search s set tokens = array_to_tsvector(archive_search_facets(c, a) || ?), texts = ?
        from complaint c left join archive a using (number) where c.number = s.number and s.number = ?""", additions.entrySet(), BATCH,
        (statement, addition) -> {
          var connection = statement.getConnection();
          statement.setArray(1, connection.createArrayOf("text", addition.getValue().tokenArray()));
          statement.setArray(2, connection.createArrayOf("int4", addition.getValue().textArray()));
          statement.setString(3, addition.getKey());
        });
  }

  static Map<String, Object> facts(Vault vault, ResultSet row) throws SQLException {
    var sealed = row.getBytes("sealed");
    try {
      return sealed == null ? Map.of() : PayloadJson.read(vault.open(sealed));
    } catch (Vault.SealBroken | IllegalStateException e) {
      return Map.of(); // the verification names it; the search finds the rest
    }
  }
}
