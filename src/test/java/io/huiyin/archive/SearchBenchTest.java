package io.huiyin.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import io.huiyin.privacy.PrivacySettings;
import io.huiyin.privacy.Vault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.util.FileSystemUtils;

/**
 * Figures of docs/benchmark.md: how long the first page of a search takes when there are 10,000, 100,000, 1,000,000
 * archives. {@code -Dbench.archives=10000,100000,1000000} sets the sizes, {@code -Dbench.searchDir} where the database
 * lies; it takes about 7 GB for a million. {@code -Dbench.loaded=1000000} says that it holds so many already.
 */
@Tag("bench")
class SearchBenchTest {

  private static final int ROUNDS = 200;
  private static final Person ARCHIVIST = new Person("archivist1", "", "", Set.of("archivist"));
  private static final Person AGENT = new Person("agent1", "", "", Set.of("cs-agent"));
  private static final List<String> UNITS = List.of("unit-logistics", "unit-after-sales", "unit-product", "unit-it",
      "unit-finance", "unit-operations", "unit-quality", "unit-legal", "unit-sales");
  private static final List<String> CATEGORIES = List.of("LOGISTICS", "PRODUCT_QUALITY", "AFTER_SALES",
      "SERVICE_ATTITUDE", "BILLING", "SYSTEM_FAULT", "BUSINESS_PROCESS", "CONTRACT_DISPUTE", "OTHER");

  /** Every so many cases one speaks of it, whatever their number. */
  private static final int RARE = 20_000;

  private final Map<String, List<Map<String, Object>>> questions = questions();

  private static Map<String, List<Map<String, Object>>> questions() {
    var facets = Map.of("category", "LOGISTICS", "unit", "unit-logistics", "priority", "P1");
    var questions = new LinkedHashMap<String, List<Map<String, Object>>>();
    questions.put("frequent, two characters", words("物流", "客服", "退款", "配件", "包裹"));
    questions.put("rare, two characters", words("琥珀", "滑雪", "罗盘"));
    questions.put("in between, two characters", words("坍塌", "鼓包", "荧光", "断针"));
    questions.put("four characters", words("服务态度", "分拣错误", "重复扣款", "电容鼓包", "内胆脱釉"));
    questions.put("two words", words("退款 渔具", "签收 荧光", "物流 断针"));
    questions.put("frequent word and three facets", words("物流", "客服", "退款", "包裹").stream().map(word -> {
      var all = new HashMap<>(word);
      all.putAll(facets);
      return (Map<String, Object>) all;
    }).toList());
    questions.put("rare word and three facets", words("断针", "荧光").stream().map(word -> {
      var all = new HashMap<>(word);
      all.putAll(facets);
      return (Map<String, Object>) all;
    }).toList());
    questions.put("no word, newest", List.of(Map.of()));
    return questions;
  }

  private static List<Map<String, Object>> words(String... words) {
    return Arrays.stream(words).map(word -> Map.<String, Object>of("q", word)).toList();
  }

  @Test
  void firstPages() throws Exception {
    Files.deleteIfExists(Path.of("target/search-benchmark.md"));
    var sizes = Arrays.stream(System.getProperty("bench.archives", "10000,100000").split(",")).map(Integer::valueOf).toList();
    var directory = Path.of(System.getProperty("bench.searchDir", "target/search-bench")).toAbsolutePath();
    var loaded = Integer.getInteger("bench.loaded", 0);
    if (loaded == 0) {
      FileSystemUtils.deleteRecursively(directory);
    }
    Files.createDirectories(directory.getParent());
    try (var server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").setDataDirectory(directory)
        .setCleanDataDirectory(System.getProperty("bench.searchDir") == null)
        .setServerConfig("shared_buffers", "256MB").setServerConfig("max_wal_size", "4GB").start(); var source = new HikariDataSource()) {
      source.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
      source.setMaximumPoolSize(8);
      Flyway.configure().dataSource(source).load().migrate();
      new ApplicationContextRunner().withBean(DataSource.class, () -> source)
          .withBean(JdbcTemplate.class, () -> new JdbcTemplate(source))
          .withBean(JdbcClient.class, () -> JdbcClient.create(source))
          .withBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(source))
          .withBean(Clock.class, () -> Clock.system(ZoneId.of("Asia/Shanghai")))
          .withBean(PrivacySettings.class, () -> {
            var key = Base64.getEncoder().encodeToString(new byte[32]);
            return new PrivacySettings(Map.of("k1", key), "k1", key);
          })
          .withBean(ObjectMapper.class)
          .withUserConfiguration(Vault.class, Complaints.class, CaseAccess.class, SearchTokens.class, ArchiveSearch.class)
          .run(context -> {
            var jdbc = context.getBean(JdbcClient.class);
            print("\nPostgreSQL %s, %d processors, %d questions of each kind, 20 hits on the page\n".formatted(
                jdbc.sql("show server_version").query(String.class).single(), Runtime.getRuntime().availableProcessors(),
                ROUNDS));
            print("| archives | question | hits | median ms | p95 ms |\n|---|---|---|---|---|");
            var there = loaded;
            for (var size : sizes) {
              if (size > there) {
                load(source, context.getBean(Vault.class), context.getBean(SearchTokens.class), there, size);
                there = size;
              }
              measure(context.getBean(ArchiveSearch.class), size);
              size(jdbc, size);
            }
          });
    }
  }

  private void measure(ArchiveSearch search, int size) {
    questions.forEach((kind, all) -> time(search, size, kind, ARCHIVIST, all));
    time(search, size, "frequent, asked by an agent with 300 cases", AGENT, questions.get("frequent, two characters"));
  }

  private static void time(ArchiveSearch search, int size, String kind, Person person, List<Map<String, Object>> all) {
    var times = new ArrayList<Double>();
    var hits = "";
    for (var round = -30; round < ROUNDS; round++) {
      var in = new FieldReader(all.get(Math.floorMod(round, all.size())), Instant.now());
      var query = ArchiveQuery.from(in);
      var start = System.nanoTime();
      var found = search.find(person, query, 0, 20);
      if (round >= 0) {
        times.add((System.nanoTime() - start) / 1e6);
      }
      hits = (found.exact() ? "" : "≥ ") + found.total();
    }
    times.sort(null);
    print("| %,d | %s | %s | %.2f | %.2f |".formatted(size, kind, hits, times.get(ROUNDS / 2), times.get(ROUNDS * 95 / 100)));
  }

  private static void size(JdbcClient jdbc, int size) {
    print("\n%,d archives: archive_search %s, of which index of words %s; sealed payloads %s\n".formatted(size,
        pretty(jdbc, "pg_total_relation_size('archive_search')"), pretty(jdbc, "pg_relation_size('archive_search_tokens')"),
        pretty(jdbc, "pg_total_relation_size('archive_payload')")));
  }

  private static String pretty(JdbcClient jdbc, String size) {
    return jdbc.sql("select pg_size_pretty(" + size + ")").query(String.class).single();
  }

  /** As the application would have written them, by COPY; the index of words is built afterwards. */
  private static void load(DataSource source, Vault vault, SearchTokens tokens, int from, int to) throws Exception {
    var jdbc = JdbcClient.create(source);
    jdbc.sql("drop index if exists archive_search_tokens").update();
    var start = System.nanoTime();
    var pool = Executors.newFixedThreadPool(2);
    var parts = new ArrayList<Future<?>>();
    for (var at = from; at < to; at += 5_000) {
      var begin = at;
      parts.add(pool.submit(() -> {
        copy(source, vault, tokens, begin, Math.min(begin + 5_000, to));
        return null;
      }));
    }
    for (var part : parts) {
      part.get();
    }
    pool.shutdown();
    var loaded = System.nanoTime();
    jdbc.sql("set maintenance_work_mem = '512MB'; create index archive_search_tokens on archive_search using gin (tokens);"
        + " reset maintenance_work_mem").update();
    jdbc.sql("vacuum analyze").update();
    System.out.printf("%,d archives loaded in %.0f s, index built in %.0f s%n", to - from, (loaded - start) / 1e9,
        (System.nanoTime() - loaded) / 1e9);
  }

  private static void copy(DataSource source, Vault vault, SearchTokens tokens, int from, int to) throws SQLException,
      IOException {
    var texts = new ComplaintTexts(from);
    var random = new Random(from);
    var complaint = new StringBuilder();
    var archive = new StringBuilder();
    var entry = new StringBuilder();
    var payload = new StringBuilder();
    var search = new StringBuilder();
    var grant = new StringBuilder();
    var hash = "\\\\x" + "00".repeat(32);
    for (var i = from; i < to; i++) {
      var at = Instant.parse("2016-01-01T00:00:00Z").plusSeconds(i * 300L);
      var day = LocalDate.ofInstant(at, ZoneId.of("Asia/Shanghai"));
      var number = "%s-CS-%07d".formatted(day.toString().replace("-", ""), i);
      var category = skewed(random, CATEGORIES);
      var unit = category.equals("LOGISTICS") ? UNITS.get(0) : skewed(random, UNITS);
      var priority = List.of("P2", "P2", "P1", "P0").get(random.nextInt(4));
      var product = texts.product();
      var text = texts.next() + (i % RARE == 77 ? "附带的琥珀挂件碎了。" : "") + (i % RARE == 4077 ? "滑雪板脱胶。" : "")
          + (i % RARE == 6077 ? "罗盘指针失灵。" : "");
      var facts = Map.<String, Object>of("description", text, "product", product);
      var facets = List.of("category:" + category, "priority:" + priority, "severity:GENERAL", "complexity:NONE",
          "unit:" + unit, "product:" + product, "person:agent" + i % 50);
      var all = new HashSet<>(tokens.words(day.getYear(), List.of(SearchWords.of("REGISTERED", facts))));
      all.addAll(facets);
      line(complaint, number, at, "agent1", "CS", "PHONE", category, product, 1, false, false, false, false, false,
          priority, "GENERAL", "NONE", i % 100 == 3, false, unit, "FILED");
      line(archive, number, at, 1, hash, "CLOSED", at);
      line(entry, number, 1, at, "agent1", "REST", "REGISTERED", "登记投诉", hash, hash, hash);
      line(payload, number, 1, "\\\\x00", "\\\\x" + HexFormat.of().formatHex(vault.seal(PayloadJson.write(facts))));
      line(search, number, at, all.stream().map(token -> "'" + token + "'").collect(Collectors.joining(" ")), "{1}");
      if (i % 3_000 == 5) {
        line(grant, number, "user:agent1", "");
      }
    }
    try (var connection = source.getConnection(); var statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      for (var table : Map.of("""
          complaint (number, registered_at, registered_by, department, channel, category, product, group_size, safety_risk,
          major_property_loss, basic_use_lost, media_risk, late_record, priority, severity, complexity, sensitive, repeat,
          lead_unit, status)""", complaint, "archive (number, opened_at, head_sequence, head_hash, status, filed_at)",
          archive, "archive_entry (number, sequence, at, actor, channel, kind, summary, commitment, previous_hash, hash)",
          entry, "archive_payload (number, sequence, salt, sealed)", payload,
          "archive_search (number, registered_at, tokens, texts)", search, "case_grant (number, principal, task_id)",
          grant).entrySet()) {
        copy.copyIn("copy " + table.getKey() + " from stdin",
            new ByteArrayInputStream(table.getValue().toString().getBytes(StandardCharsets.UTF_8)));
      }
      statement.execute("set session_replication_role = origin");
    }
  }

  private static String skewed(Random random, List<String> values) {
    return values.get((int) (Math.pow(values.size() + 1, random.nextDouble()) - 1));
  }

  private static void line(StringBuilder to, Object... values) {
    to.append(Arrays.stream(values).map(String::valueOf).collect(Collectors.joining("\t"))).append('\n');
  }

  private static void print(String line) {
    System.out.println(line);
    try {
      Files.writeString(Path.of("target/search-benchmark.md"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
