package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/**
 * Whatever somebody does to a filed case with the highest rights on database and disk is found and named, by the
 * service, and by the offline verifier in a package that is taken out afterwards.
 */
@SpringJUnitConfig(ArchiveContext.class)
@Import(SealedCase.class)
class TamperTest {

  private static final List<String> TABLES = List.of("archive", "archive_entry", "archive_payload", "archive_evidence",
      "archive_root", "archive_root_head");

  @Autowired SealedCase sealed;

  private Map<String, List<Map<String, Object>>> before;
  private byte[] rootFile;

  @BeforeEach
  void aSealedCaseThatIsInOrder() throws IOException {
    sealed.with("外壳破裂", "张三的检测报告.txt", "照片说明.txt");
    remember();
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();
  }

  private void remember() throws IOException {
    rootFile = Files.readAllBytes(sealed.settings.rootFile());
    before = new LinkedHashMap<>();
    TABLES.forEach(table -> before.put(table, sealed.jdbc.queryForList("select * from " + table)));
  }

  /** Everything back, so that the next test starts in order. */
  @AfterEach
  void restore() throws IOException {
    Files.write(sealed.settings.rootFile(), rootFile);
    TABLES.forEach(table -> ArchiveDatabase.tamper("delete from " + table));
    TABLES.forEach(this::insert);
    assertThat(sealed.serviceFindings()).isEmpty();
  }

  private void restore(String table) {
    ArchiveDatabase.tamper("delete from " + table);
    insert(table);
  }

  private void insert(String table) {
    var rows = before.get(table);
    var columns = rows.get(0).keySet();
    sealed.jdbc.batchUpdate("insert into " + table + " (" + String.join(", ", columns)
        + ") overriding system value values (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")",
        rows.stream().map(row -> row.values().toArray()).toList());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "update archive_entry set summary = '客户很满意' where number = '%1$s' and sequence = 3 | 第 3 条被改动",
      "update archive_entry set at = at - interval '2 days' where number = '%1$s' and sequence = 3 | 第 3 条被改动",
      "update archive_entry set actor = 'agent2' where number = '%1$s' and sequence = 5 | 第 5 条被改动",
      "update archive_payload set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where number = '%1$s' and sequence = 4 | 第 4 条的内容打不开",
      "update archive_payload set salt = set_byte(salt, 0, get_byte(salt, 0) # 1) where number = '%1$s' and sequence = 4 | 第 4 条的内容被改动",
      "delete from archive_payload where number = '%1$s' and sequence = 2 | 第 2 条的内容丢失，且没有销毁记录",
      "delete from archive_entry where number = '%1$s' and sequence = 1 | 第 1 条缺失",
      "delete from archive_entry where number = '%1$s' and sequence = 3 | 第 3 条缺失",
      "delete from archive_entry where number = '%1$s' and sequence = 5 | 第 5 条缺失",
      "update archive_entry set sequence = case sequence when 3 then 104 else 103 end where number = '%1$s' and sequence in (3, 4); update archive_entry set sequence = sequence - 100 where number = '%1$s' and sequence > 100 | 第 3 条与第 2 条接不上",
      "update archive set opened_at = opened_at - interval '1 day' where number = '%1$s' | 第 1 条与档案的开立信息接不上",
      "update archive set head_sequence = 4 where number = '%1$s' | 第 5 条是多出来的"})
  void aChangeInTheLedgerIsNamed(String sql, String finding) {
    tamper(sql);
    assertBothFind(finding);
  }

  @Test
  void anInsertedEntryIsNamedAlthoughItsOwnHashIsRight() {
    tamper("update archive_entry set sequence = sequence + 101 where number = '%1$s' and sequence > 3");
    tamper("update archive_entry set sequence = sequence - 100 where number = '%1$s' and sequence > 100");
    tamper("update archive_payload set sequence = sequence + 101 where number = '%1$s' and sequence > 3");
    tamper("update archive_payload set sequence = sequence - 100 where number = '%1$s' and sequence > 100");
    tamper("update archive set head_sequence = 6 where number = '%1$s'");
    forge(4, hash(3));
    assertBothFind("第 5 条与第 4 条接不上");
  }

  @Test
  void aCaseThatIsWrittenAnewWithARightChainIsNamed() {
    rewrite();
    assertBothFind("第 5 条与 " + sealed.day + " 的每日存证不符：案卷被整卷改写");
  }

  @Test
  void aCaseThatIsCutShortWithARightChainIsNamed() {
    tamper("delete from archive_entry where number = '%1$s' and sequence = 5");
    tamper("delete from archive_payload where number = '%1$s' and sequence = 5");
    tamper("update archive set head_sequence = 4, head_hash = '\\x" + HexFormat.of().formatHex(hash(4))
        + "' where number = '%1$s'");
    assertBothFind(sealed.day + " 存证时有 5 条记录，现在缺少第 5 条：案卷被整卷删除或截短");
  }

  @Test
  void aCaseThatIsWrittenAnewTogetherWithItsRootIsFoundByTheRootsThatAreKeptElsewhere() {
    rewrite();
    rewriteRoot();
    assertBothFind(sealed.day + " 的根与");
  }

  @Test
  void aWholeCaseThatIsRemovedIsNamed() {
    var earlier = sealed.zip();
    var number = sealed.number.value();
    for (var table : List.of("archive_entry", "archive_payload", "archive_evidence", "archive")) {
      tamper("delete from " + table + " where number = '%1$s'");
    }
    var finding = sealed.day + " 存证时有 5 条记录，现在缺少第 5 条：案卷被整卷删除或截短";
    assertThat(roots().verify()).contains(number + "：" + finding);
    assertThat(sealed.serviceFindings()).containsExactly(finding);

    // and whoever mends the root as well is found by a package that somebody took out before
    tamper("delete from archive_root_head where number = '%1$s'");
    rewriteRoot();
    assertThat(OfflineVerifier.findings(earlier, rootFileNow())).anyMatch(found ->
        found.startsWith(sealed.day + " 的根与另存的存证文件中的不同"));
    assertThat(roots().verify()).contains(sealed.day + " 的根与存证文件中的不同：数据库或存证文件被改动");
  }

  @Test
  void anOlderCopyOfTheDatabaseIsNamed() {
    sealed.append("后来的联系");
    var later = sealed.seal();
    tamper("delete from archive_entry where number = '%1$s' and sequence = 6");
    tamper("delete from archive_payload where number = '%1$s' and sequence = 6");
    tamper("delete from archive_root_head where day = '" + later + "'");
    tamper("delete from archive_root where day = '" + later + "'");
    tamper("update archive set head_sequence = 5, head_hash = '\\x" + HexFormat.of().formatHex(hash(5))
        + "' where number = '%1$s'");

    assertThat(sealed.serviceFindings()).containsExactly(
        "存证文件中有 " + later + " 的根，数据库中没有：数据库可能被换成了旧的");
    assertThat(sealed.offlineFindings()).containsExactly(
        "另存的存证文件中有 " + later + " 的根，包导出在后却没有：数据库可能被换成了旧的");
  }

  @Test
  void aCaseWhosePlaceInTheRootsIsTakenAwayIsNamed() {
    sealed.seal(); // the first root without this case
    tamper("delete from archive_root_head where number = '%1$s'");
    assertThat(roots().verify()).contains(sealed.day + " 的每日存证被改动：根与当日各卷的末条哈希、访问日志的哈希不符");
    assertThat(sealed.offlineFindings()).anyMatch(finding -> finding.endsWith("本卷没有存证，或存证被删去"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "update archive_root set root = set_byte(root, 3, get_byte(root, 3) # 1) where day = '%2$s' | %2$s 的每日存证被改动",
      "update archive_root set tree = set_byte(tree, 3, get_byte(tree, 3) # 1) where day = '%2$s' | %2$s 的每日存证被改动",
      "update archive_root_head set hash = set_byte(hash, 3, get_byte(hash, 3) # 1) where number = '%1$s' | 第 5 条与 %2$s 的每日存证不符",
      "update archive_root_head set sequence = 6 where number = '%1$s' | %2$s 存证时有 6 条记录"})
  void aChangeInTheRootsIsNamed(String sql, String finding) {
    tamper(sql);
    assertBothFind(finding.formatted(sealed.number, sealed.day));
  }

  @Test
  void aChangedByteOfAnEvidenceFileIsNamed() throws IOException {
    var file = evidenceFile();
    var bytes = Files.readAllBytes(file);
    bytes[4] ^= 1;
    Files.write(file, bytes);
    assertThat(sealed.serviceFindings()).containsExactly("第 1 条登记的证据文件丢失或被改动");
    assertThat(sealed.offlineFindings()).containsExactly(
        "第 1 条登记的证据 evidence/01-张三的检测报告.txt 缺失、被改动或被换成了另一份");
    bytes[4] ^= 1;
    Files.write(file, bytes);
  }

  /** The command and the button that check everything; other tests leave damaged files behind. */
  @Test
  void theCheckOfEverythingNamesTheCaseTheEvidenceAndTheRoot() throws IOException {
    var command = new VerifyCommand(sealed.proof, null);
    var out = new ByteArrayOutputStream();
    command.verify(new PrintStream(out, true, UTF_8));
    assertThat(out.toString(UTF_8)).doesNotContain(sealed.number.value()).doesNotContain(sealed.day + " 的每日存证")
        .contains("份档案及其证据");

    tamper("update archive_entry set actor = 'agent2' where number = '%1$s' and sequence = 5");
    tamper("update archive_evidence set kind = 'OTHER' where number = '%1$s'");
    tamper("update archive_root set files = files + 1 where day = '%2$s'");
    out.reset();
    assertThat(command.verify(new PrintStream(out, true, UTF_8))).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains(sealed.number + "：第 5 条被改动", sealed.number + "：第 1 条登记的证据，其登记事项被改动",
        sealed.day + " 的每日存证被改动");
  }

  @Test
  void anEvidenceFileThatIsLostIsNamedAndTheRestIsStillTakenOut() throws IOException {
    var file = evidenceFile();
    var bytes = Files.readAllBytes(file);
    Files.delete(file);
    assertThat(sealed.serviceFindings()).containsExactly("第 1 条登记的证据文件丢失或被改动");
    assertThat(sealed.offlineFindings()).containsExactly("第 1 条登记的证据不在包里");
    Files.write(file, bytes);
  }

  @Test
  void evidenceThatIsTakenOutOrSlippedInIsNamed() {
    tamper("delete from archive_evidence where number = '%1$s' and id = (select id from archive_evidence"
        + " where number = '%1$s' order by added_at limit 1)");
    assertThat(sealed.serviceFindings()).containsExactly("第 1 条登记的证据不在册");
    assertThat(sealed.offlineFindings()).containsExactly("第 1 条登记的证据不在包里");

    tamper("insert into archive_evidence select gen_random_uuid(), number, hash, size, media_type, file_name, kind, note,"
        + " recording_consent, added_by, added_at + interval '1 day' from archive_evidence where number = '%1$s'");
    assertThat(sealed.serviceFindings()).hasSize(2).anyMatch(finding -> finding.endsWith("没有入档记录"));
    assertThat(sealed.offlineFindings()).hasSize(2).contains("证据 evidence/02-照片说明.txt 没有入档记录");
  }

  /** Random changes, the same in every run, of every column that the proof covers. */
  @ParameterizedTest
  @ValueSource(strings = {
      "archive: number opened_at head_sequence head_hash",
      "archive_entry: number sequence at actor channel kind summary commitment previous_hash hash",
      "archive_payload: number sequence salt sealed",
      "archive_evidence: id number hash size media_type file_name kind note recording_consent"
          + " no_conversation added_by added_at",
      "archive_root: day sealed_at files previous tree log_last log_lines log_gaps log_hash root",
      "archive_root_head: day number sequence hash"})
  void anyByteOfTheTablesIsFound(String columns) throws IOException {
    var table = columns.substring(0, columns.indexOf(':'));
    var random = new Random(columns.hashCode());
    for (var column : columns.substring(columns.indexOf(':') + 2).split(" ")) {
      for (var i = 0; i < 2; i++) {
        var key = table.equals("archive_root") ? "day = '" + sealed.day + "'" : "number = '" + sealed.number + "'";
        var row = sealed.jdbc.queryForList("select ctid::text from " + table + " where " + key + " order by ctid", String.class);
        var sql = "update %s set %s = %s where ctid = '%s'".formatted(table, column,
            changed(table, column, random), row.get(random.nextInt(row.size())));
        ArchiveDatabase.tamper(sql);
        assertThat(everything()).as("service: " + sql).isNotEmpty();
        assertThat(sealed.offlineFindings()).as("offline: " + sql).isNotEmpty();
        restore(table);
      }
    }
  }

  /** Random changes of every file of a package, of what somebody unpacked. */
  @Test
  void anyByteOfAPackageIsFound() throws IOException {
    var directory = SealedCase.unpacked(sealed.zip());
    var random = new Random(24);
    List<Path> files;
    try (var all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    assertThat(files).hasSize(9);
    for (var file : files) {
      var intact = Files.readAllBytes(file);
      for (var i = 0; i < 40; i++) {
        var bytes = intact.clone();
        var at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
        assertThat(OfflineVerifier.findings(directory, null)).as(file.getFileName() + " byte " + at).isNotEmpty();
      }
      Files.write(file, Arrays.copyOf(intact, intact.length - 1));
      assertThat(OfflineVerifier.findings(directory, null)).as(file.getFileName() + " cut").isNotEmpty();
      Files.delete(file);
      assertThat(OfflineVerifier.findings(directory, null)).as(file.getFileName() + " removed").isNotEmpty();
      Files.write(file, intact);
    }
    assertThat(OfflineVerifier.findings(directory, null)).isEmpty();
    Files.writeString(directory.resolve("evidence/99-证明.txt"), "伪造");
    assertThat(OfflineVerifier.findings(directory, null)).containsExactly(
        "多出文件 evidence/99-证明.txt：清单里没有", "证据 evidence/99-证明.txt 没有入档记录");
  }

  /** Who mends the manifest as well is found by the chain; the rest is in his hands unless somebody kept the fingerprint. */
  @Test
  void aChangeWithAMendedManifestIsFoundByTheChain() throws IOException {
    sealed.append("又有联系");
    sealed.with("另一件在同一天变动的案件", "张三的检测报告.txt");
    remember();
    var directory = SealedCase.unpacked(sealed.zip());
    for (var change : List.of(List.of("entries.json", "第 2 次联系客户\"", "第 2 次没有联系\""),
        List.of("entries.json", "agent1", "agent9"), List.of("roots.json", "\"files\" : ", "\"files\" : 1"),
        List.of("evidence/01-张三的检测报告.txt", "检测", "没测"), List.of("roots.json", "\"left\" : ", "\"left\" : !"))) {
      var file = directory.resolve(change.get(0));
      var intact = Files.readString(file);
      var changed = intact.replaceFirst(Pattern.quote(change.get(1)), change.get(2))
          .replace("!true", "false").replace("!false", "true");
      assertThat(changed).isNotEqualTo(intact);
      Files.writeString(file, changed);
      mendManifest(directory);
      assertThat(OfflineVerifier.findings(directory, null)).as(change.toString()).isNotEmpty();
      Files.writeString(file, intact);
      mendManifest(directory);
      assertThat(OfflineVerifier.findings(directory, null)).as("mended").isEmpty();
    }
  }

  private static void mendManifest(Path directory) throws IOException {
    mendManifest(directory, manifest -> { });
  }

  static void mendManifest(Path directory, Consumer<ObjectNode> change) throws IOException {
    var json = new ObjectMapper();
    var manifest = (ObjectNode) json.readTree(directory.resolve("manifest.json").toFile());
    change.accept(manifest);
    for (var file : manifest.get("files")) {
      var bytes = Files.readAllBytes(directory.resolve(file.get("path").asText()));
      ((ObjectNode) file).put("size", bytes.length)
          .put("sha256", HexFormat.of().formatHex(Canonical.sha256().digest(bytes)));
    }
    var bytes = json.writeValueAsBytes(manifest);
    Files.write(directory.resolve("manifest.json"), bytes);
    Files.writeString(directory.resolve("manifest.sha256"),
        HexFormat.of().formatHex(Canonical.sha256().digest(bytes)) + "  manifest.json\n");
  }

  private List<String> everything() {
    var findings = new ArrayList<String>();
    findings.addAll(sealed.serviceFindings());
    findings.addAll(roots().verify());
    return findings;
  }

  private String changed(String table, String column, Random random) {
    var type = sealed.jdbc.queryForObject("select data_type from information_schema.columns where table_name = ? and column_name = ?",
        String.class, table, column);
    return switch (type) {
      case "bytea" -> "set_byte(%1$s, %2$d %% length(%1$s), get_byte(%1$s, %2$d %% length(%1$s)) # %3$d)"
          .formatted(column, random.nextInt(1000), 1 << random.nextInt(8));
      case "text" -> "overlay(%1$s placing chr(ascii(substr(%1$s, 1 + %2$d %% length(%1$s), 1)) + 1) from 1 + %2$d %% length(%1$s))"
          .formatted(column, random.nextInt(1000));
      case "integer", "bigint" -> column + " + " + (100 + random.nextInt(100));
      case "timestamp with time zone" -> column + " + interval '" + (1 + random.nextInt(1000)) + " microseconds'";
      case "date" -> column + " + " + (1000 + random.nextInt(1000));
      case "boolean" -> "not " + column;
      case "int8multirange" -> column + " + '{[900000001,900000002)}'";
      case "uuid" -> "gen_random_uuid()";
      default -> throw new AssertionError(type);
    };
  }

  private void tamper(String sql) {
    ArchiveDatabase.tamper(sql.formatted(sealed.number, sealed.day));
  }

  private void assertBothFind(String finding) {
    assertThat(sealed.serviceFindings()).as("service").anyMatch(found -> found.startsWith(finding));
    assertThat(sealed.offlineFindings()).as("offline").anyMatch(found -> found.startsWith(finding));
  }

  private byte[] hash(int sequence) {
    return sealed.jdbc.queryForObject("select hash from archive_entry where number = ? and sequence = ?", byte[].class,
        sealed.number.value(), sequence);
  }

  private byte[] forge(int sequence, byte[] previous) {
    var forged = new LedgerEntry(sealed.number.value(), sequence, Instant.parse("2026-09-24T03:00:00Z"), "agent1", "TASKLIST",
        "CONTACT", "伪造的联系", LedgerEntry.NOTHING);
    var hex = HexFormat.of();
    tamper(("insert into archive_entry values ('%s', %d, '%s', '%s', '%s', '%s', '%s', '\\x%s', '\\x%s', '\\x%s')")
        .formatted(forged.number(), sequence, forged.at(), forged.actor(), forged.channel(), forged.kind(),
            forged.summary(), hex.formatHex(forged.commitment()), hex.formatHex(previous), hex.formatHex(forged.hash(previous))));
    return forged.hash(previous);
  }

  /** The last entry is another one now, and chain and cover fit. */
  private void rewrite() {
    tamper("delete from archive_entry where number = '%1$s' and sequence = 5");
    tamper("delete from archive_payload where number = '%1$s' and sequence = 5");
    tamper("update archive set head_hash = '\\x" + HexFormat.of().formatHex(forge(5, hash(4))) + "' where number = '%1$s'");
  }

  /** Heads and root of the day fit what the cases are now. */
  private void rewriteRoot() {
    tamper("update archive_root_head h set hash = a.head_hash from archive a where a.number = h.number and h.number = '%1$s'");
    var heads = roots().heads(sealed.day);
    var root = roots().all().stream().filter(one -> one.day().equals(sealed.day)).findFirst().orElseThrow();
    var top = new HeadTree(heads).top();
    var hex = HexFormat.of();
    tamper("update archive_root set files = %d, tree = '\\x%s', root = '\\x%s' where day = '%s'".formatted(heads.size(),
        hex.formatHex(top), hex.formatHex(DailyRoot.hash(root.day(), root.sealedAt(), hex.parseHex(root.previous()),
            heads.size(), top, root.access())), root.day()));
  }

  /** What the company would show as its root file if it were made from the database anew. */
  private Path rootFileNow() {
    try {
      var file = Files.createTempFile("daily-roots", ".txt");
      for (var root : roots().all()) {
        Files.writeString(file, root.day() + " " + root.root() + "\n", StandardOpenOption.APPEND);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DailyRoots roots() {
    return new DailyRoots(sealed.jdbc, new RootFile(sealed.settings), sealed.stamps, Clock.systemUTC());
  }

  private Path evidenceFile() {
    var hash = sealed.evidence.list(sealed.number).get(0).hash();
    return sealed.settings.evidenceDir().resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
  }
}
