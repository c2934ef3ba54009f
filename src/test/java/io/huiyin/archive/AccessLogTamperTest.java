package io.huiyin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who looked at which case cannot be changed, removed or invented afterwards without a daily root that tells. */
@SpringJUnitConfig(ArchiveContext.class)
@Import(SealedCase.class)
class AccessLogTamperTest {

  private static final List<String> TABLES = List.of("access_log", "archive_root", "archive_root_head");

  @Autowired SealedCase sealed;
  @Autowired JdbcTemplate jdbc;
  @Autowired PlatformTransactionManager transactions;

  private final Map<String, List<Map<String, Object>>> before = new LinkedHashMap<>();
  private byte[] rootFile;
  private LocalDate day;
  private long first;

  @BeforeEach
  void aDayOnWhichThreeLookedAtACase() throws IOException {
    var file = sealed.settings.rootFile();
    rootFile = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    TABLES.forEach(table -> before.put(table, jdbc.queryForList("select * from " + table)));
    look("agent1", "VIEW", null);
    sealed.with("外壳破裂"); // seals what is there
    first = look("agent1", "VIEW", null);
    look("auditor1", "EXPORT", "案卷包");
    look("archivist1", "VIEW", "retention");
    day = sealed.seal();
    assertThat(findings()).isEmpty();
  }

  @AfterEach
  void restore() throws IOException {
    Files.write(sealed.settings.rootFile(), rootFile);
    TABLES.forEach(table -> ArchiveDatabase.tamper("delete from " + table));
    before.forEach((table, rows) -> rows.forEach(row -> jdbc.update("insert into " + table + " ("
        + String.join(", ", row.keySet()) + ") overriding system value values ("
        + String.join(", ", Collections.nCopies(row.size(), "?")) + ")", row.values().toArray())));
  }

  @Test
  void aRootHoldsTheLinesSinceTheOneBefore() {
    assertThat(access()).extracting(AccessSeal::last, AccessSeal::lines, AccessSeal::gaps)
        .containsExactly(first + 2, 3L, "{}");
    sealed.seal();
    assertThat(access()).extracting(AccessSeal::last, AccessSeal::lines).containsExactly(first + 2, 0L);
    look("agent1", "VIEW", null);
    sealed.seal();
    assertThat(access()).extracting(AccessSeal::last, AccessSeal::lines).containsExactly(first + 3, 1L);
    assertThat(findings()).isEmpty();
  }

  /** The form that the auditors' guide gives. */
  @Test
  void anybodyCanRecomputeWhatItHolds() {
    var digest = Canonical.sha256();
    jdbc.query("select * from access_log where id >= ? order by id", row -> {
      var at = Canonical.at(row.getTimestamp("at").toInstant());
      var line = row.getString("detail") == null
          ? Canonical.fields("huiyin-access-1", row.getString("id"), at, row.getString("person"), row.getString("number"), row.getString("action"))
          : Canonical.fields("huiyin-access-1", row.getString("id"), at, row.getString("person"), row.getString("number"), row.getString("action"), row.getString("detail"));
      digest.update(Canonical.sha256().digest(line));
    }, first);
    assertThat(access().hash()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "update access_log set person = 'agent2' where id = {1} | 有记录被改动或调换",
      "update access_log set number = '20260924-CS-9999' where id = {1} | 有记录被改动或调换",
      "update access_log set action = 'PRINT' where id = {1} | 有记录被改动或调换",
      "update access_log set at = at - interval '1 microsecond' where id = {1} | 有记录被改动或调换",
      "update access_log set detail = '' where id = {1} | 有记录被改动或调换",
      "update access_log set detail = null where id = {2} | 有记录被改动或调换",
      "update access_log a set person = b.person from access_log b where a.id in ({1}, {2}) and b.id in ({1}, {2}) and a.id <> b.id | 有记录被改动或调换",
      "delete from access_log where id = {2} | 编号 {2} 的记录被删除",
      "delete from access_log where id = {3} | 编号 {3} 的记录被删除",
      "delete from access_log where id >= {1} | 编号 {1} 至 {3} 的记录被删除",
      "delete from access_log where id in ({1}, {3}) | 编号 {1}、{3} 的记录被删除"})
  void whateverIsDoneToItIsNamed(String sql, String finding) {
    ArchiveDatabase.tamper(filled(sql));
    assertThat(findings()).containsExactly("访问日志与 " + day + " 的每日存证不符：" + filled(finding));
  }

  @Test
  void aLineBetweenOthersIsNamed() {
    for (var id = first + 2; id > first; id--) { // the ones behind move up
      ArchiveDatabase.tamper("""
          insert into access_log (id, at, person, number, action, detail) overriding system value
          select id + 1, at, person, number, action, detail from access_log where id = %1$d;
          delete from access_log where id = %1$d""".formatted(id));
    }
    insert(first + 1);
    assertThat(findings()).containsExactly("访问日志与 " + day + " 的每日存证不符：有记录被改动或调换");
  }

  @Test
  void aLineBeforeAllOthersIsNamed() {
    insert(-5);
    assertThat(findings()).singleElement().asString().endsWith("有 1 条记录是后加的");
  }

  /** It had its number before the root was taken, and was there only afterwards. */
  @Test
  void aLineOfATransactionThatWasStillOpenBelongsToTheNextRoot() {
    var open = new TransactionTemplate(transactions);
    open.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    var late = sealed.transaction.execute(status -> {
      var id = look("agent1", "VIEW", null);
      open.executeWithoutResult(other -> look("agent2", "VIEW", null));
      open.executeWithoutResult(other -> sealed.seal());
      assertThat(access()).extracting(AccessSeal::lines, AccessSeal::gaps).containsExactly(1L, "{[%d,%d)}".formatted(id, id + 1));
      return id;
    });
    assertThat(findings()).isEmpty();
    var next = sealed.seal();
    assertThat(access()).extracting(AccessSeal::lines, AccessSeal::last).containsExactly(1L, late + 1);
    assertThat(findings()).isEmpty();

    ArchiveDatabase.tamper("update access_log set person = 'agent9' where id = " + late);
    assertThat(findings()).containsExactly("访问日志与 " + next + " 的每日存证不符：有记录被改动或调换");
    ArchiveDatabase.tamper("delete from access_log where id = " + late);
    assertThat(findings()).containsExactly("访问日志与 " + next + " 的每日存证不符：有 1 条记录被删除");
  }

  @Test
  void aNumberThatWasTakenBackStaysEmpty() {
    var gone = sealed.transaction.execute(status -> {
      status.setRollbackOnly();
      return look("agent1", "VIEW", null);
    });
    look("agent2", "VIEW", null);
    sealed.seal();
    assertThat(access().gaps()).isEqualTo("{[%d,%d)}".formatted(gone, gone + 1));
    var next = sealed.seal();
    insert(gone);
    assertThat(findings()).containsExactly("访问日志与 " + next + " 的每日存证不符：有 1 条记录是后加的");
  }

  @Test
  void anOlderCopyOfTheLogIsNamed() {
    look("agent1", "VIEW", null);
    look("agent1", "DOWNLOAD", "x");
    var later = sealed.seal();
    ArchiveDatabase.tamper("delete from access_log where id > " + (first + 2));
    assertThat(findings()).containsExactly("访问日志与 " + later + " 的每日存证不符：编号 " + (first + 3) + " 至 " + (first + 4)
        + " 的记录被删除");
  }

  /** Who mends the root as well is found by the root file, and by a package that somebody took out before. */
  @Test
  void aLogThatIsChangedTogetherWithItsRootIsFoundByTheRootsThatAreKeptElsewhere() {
    sealed.append("又有联系");
    look("agent1", "VIEW", null);
    day = sealed.seal();
    sealed.day = day;
    var earlier = sealed.zip();
    ArchiveDatabase.tamper("delete from access_log where id = " + (first + 3));
    var root = sealed.roots().latest(0, 1).get(0);
    var mended = new AccessSeal(first + 2, 0, "{}", HexFormat.of().formatHex(Canonical.sha256().digest()));
    var hash = DailyRoot.hash(root.day(), root.sealedAt(), HexFormat.of().parseHex(root.previous()), root.files(),
        HexFormat.of().parseHex(root.tree()), mended);
    ArchiveDatabase.tamper("update archive_root set log_last = %d, log_lines = 0, log_hash = '\\x%s', root = '\\x%s' where day = '%s'"
        .formatted(mended.last(), mended.hash(), HexFormat.of().formatHex(hash), day));

    assertThat(findings()).containsExactly(day + " 的根与存证文件中的不同：数据库或存证文件被改动");
    assertThat(sealed.serviceFindings()).containsExactly(day + " 的根与存证文件中的不同：数据库或存证文件被改动");
    assertThat(sealed.offlineFindings()).anyMatch(found -> found.startsWith(day + " 的根与另存的存证文件中的不同"));
    assertThat(OfflineVerifier.findings(earlier, sealed.settings.rootFile())).isEmpty();
  }

  private long look(String person, String action, String detail) {
    return jdbc.queryForObject("insert into access_log (at, person, number, action, detail) values (?, ?, '20260924-CS-0001', ?, ?)"
        + " returning id", Long.class, Timestamp.from(Instant.now()), person, action, detail);
  }

  private void insert(long id) {
    ArchiveDatabase.tamper("insert into access_log (id, at, person, number, action) overriding system value"
        + " values (%d, now(), 'agent9', '20260924-CS-0001', 'VIEW')".formatted(id));
  }

  private AccessSeal access() {
    return sealed.roots().latest(0, 1).get(0).access();
  }

  /** What is found about roots and log; other tests leave damaged files behind. */
  private List<String> findings() {
    return sealed.roots().verify().stream().filter(finding -> !finding.matches("\\d{8}-.*")).toList();
  }

  private String filled(String text) {
    return text.replace("{1}", first + "").replace("{2}", first + 1 + "").replace("{3}", first + 2 + "");
  }
}
