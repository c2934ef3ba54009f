package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.identity.AccessLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.support.TransactionTemplate;

/** What a chain of its own cannot show: that a whole case file is gone, or was written anew from its first entry. */
@SpringJUnitConfig(ArchiveContext.class)
class DailyRootTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private LocalDate today;

  @Autowired Archives archives;
  @Autowired ArchiveSettings settings;
  @Autowired TimeStamps stamps;
  @Autowired AccessLog log;
  @Autowired JdbcTemplate jdbc;
  @Autowired TransactionTemplate transaction;

  private ComplaintNumber number;

  @BeforeEach
  void aSealedFileOfThreeEntries() {
    number = aFile("第 1 次联系客户", "第 2 次联系客户", "第 3 次联系客户");
    nextDay();
  }

  @Test
  void aRootCoversTheFilesThatChangedSinceTheOneBefore() {
    assertThat(heads(number)).containsExactly(3);

    nextDay();
    assertThat(heads(number)).as("unchanged").containsExactly(3);
    append(number, "故障再次出现");
    nextDay();
    assertThat(heads(number)).containsExactly(3, 4);
    assertThat(findings()).isEmpty();
    assertThat(archives.verify(number).intact()).isTrue();
  }

  @Test
  void theDayHasOneRootHoweverOftenItIsTaken() {
    var first = roots().latest(0, 1).get(0);
    append(number, "又有联系");

    assertThat(transaction.<DailyRoot>execute(status -> roots().seal())).isEqualTo(first);
  }

  @Test
  void anybodyCanRecomputeARoot() {
    var root = roots().latest(0, 1).get(0);
    var heads = jdbc.query("select number, sequence, hash from archive_root_head where day = ? order by number",
        (row, i) -> new DailyRoot.Head(row.getString(1), row.getInt(2), row.getBytes(3)), java.sql.Date.valueOf(root.day()));

    var top = new HeadTree(heads).top();
    assertThat(root.tree()).isEqualTo(HexFormat.of().formatHex(top));
    assertThat(HexFormat.of().formatHex(DailyRoot.hash(root.day(), root.sealedAt(),
        HexFormat.of().parseHex(root.previous()), heads.size(), top, root.access()))).isEqualTo(root.root());
    assertThat(root.files()).isEqualTo(heads.size()).isPositive();
  }

  @Test
  void aRootOfTheFirstFormStaysWhatItWas() {
    var heads = List.of(new DailyRoot.Head("20260901-CS-0001", 3, new byte[32]));
    var root = new DailyRoot(LocalDate.of(2026, 9, 2), Instant.parse("2026-09-01T16:05:00Z"), 1, "00".repeat(32), null, null, "");

    assertThat(HexFormat.of().formatHex(root.expected(heads)))
        .isEqualTo("98f256b57b80035cc659032cd20051ba4e2d21c6a8dec6e705832a8d28104f03");
  }

  @Test
  void andSoDoesOneOfTheSecondForm() {
    var heads = List.of(new DailyRoot.Head("20260901-CS-0001", 3, new byte[32]));
    var root = new DailyRoot(LocalDate.of(2026, 9, 2), Instant.parse("2026-09-01T16:05:00Z"), 1, "00".repeat(32), "", null, "");

    assertThat(HexFormat.of().formatHex(root.expected(heads)))
        .isEqualTo("d091e4dc4e20e9677a725a93e7b0c1c8f694307e95d018fb86361a5dfbf35d10");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13})
  void everyLeafOfATreeLeadsToItsTopAndNoOtherDoes(int size) {
    var heads = IntStream.range(0, size).mapToObj(i -> new DailyRoot.Head("20260901-CS-%04d".formatted(i), i,
        new byte[] {(byte) i})).toList();
    var tree = new HeadTree(heads);

    for (var i = 0; i < size; i++) {
      assertThat(climb(heads.get(i), tree.way(i))).isEqualTo(tree.top());
      var other = new DailyRoot.Head(heads.get(i).number(), i, new byte[] {99});
      assertThat(climb(other, tree.way(i))).isNotEqualTo(tree.top());
    }
  }

  private static byte[] climb(DailyRoot.Head head, List<HeadTree.Step> way) {
    var hash = sha256(new byte[] {0}, head.canonical());
    for (var step : way) {
      var beside = HexFormat.of().parseHex(step.hash());
      hash = step.left() ? sha256(new byte[] {1}, beside, hash) : sha256(new byte[] {1}, hash, beside);
    }
    return hash;
  }

  private static byte[] sha256(byte[]... parts) {
    var digest = Canonical.sha256();
    for (var part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  @Test
  void aWholeCaseThatIsRemovedIsNamed() {
    tamper("delete from archive_entry where number = '%1$s'", "delete from archive_payload where number = '%1$s'",
        "delete from archive where number = '%1$s'");

    assertThat(findings()).containsExactly("%s：%s 存证时有 3 条记录，现在缺少第 3 条：案卷被整卷删除或截短"
        .formatted(number, today));
  }

  @Test
  void aWholeCaseThatIsWrittenAnewIsNamedAlthoughItsChainIsRight() {
    tamper("delete from archive_entry where number = '%1$s'", "delete from archive_payload where number = '%1$s'",
        "delete from archive where number = '%1$s'");
    transaction.executeWithoutResult(status -> archives.open(number));
    append(number, "第 1 次联系客户", "客户表示满意", "第 3 次联系客户");

    var finding = "第 3 条与 " + today + " 的每日存证不符：案卷被整卷改写";
    assertThat(archives.verify(number).finding()).isEqualTo(finding);
    assertThat(findings()).containsExactly(number + "：" + finding);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "archive_root | root | set_byte(root, 3, get_byte(root, 3) # 1)",
      "archive_root | previous | set_byte(previous, 3, get_byte(previous, 3) # 1)",
      "archive_root | tree | set_byte(tree, 3, get_byte(tree, 3) # 1)",
      "archive_root | files | files + 1",
      "archive_root | log_last | log_last + 1",
      "archive_root | log_lines | log_lines + 1",
      "archive_root | log_gaps | log_gaps + '{[7,9)}'",
      "archive_root | log_hash | set_byte(log_hash, 3, get_byte(log_hash, 3) # 1)",
      "archive_root | sealed_at | sealed_at + interval '1 microsecond'",
      "archive_root_head | hash | set_byte(hash, 3, get_byte(hash, 3) # 1)",
      "archive_root_head | sequence | sequence - 1"})
  void aChangedByteOfARootIsFound(String table, String column, String value) {
    assertChangeIsFound("update %s set %s = %s where day = '%s'".formatted(table, column, value, today),
        today + " 的每日存证");
  }

  @Test
  void aHeadThatIsTakenOutOfARootIsFound() {
    assertChangeIsFound("delete from archive_root_head where number = '%s'".formatted(number), today + " 的每日存证被改动");
  }

  @Test
  void aRootThatIsTakenOutIsFound() {
    var gone = today;
    nextDay();

    assertChangeIsFound("delete from archive_root where day = '%s'".formatted(gone), today + " 的每日存证与前一次接不上");
  }

  @Test
  void anOlderCopyOfTheDatabaseIsFound() {
    assertChangeIsFound("delete from archive_root where day = '%s'".formatted(today),
        "存证文件中有 " + today + " 的根，数据库中没有");
  }

  @Test
  void theNewestRootMayWaitToBeWritten() throws IOException {
    var lines = Files.readAllLines(settings.rootFile());
    Files.write(settings.rootFile(), lines.subList(0, lines.size() - 1)); // the process died before it wrote
    assertThat(findings()).isEmpty();

    roots().write(today);
    assertThat(Files.readAllLines(settings.rootFile())).isEqualTo(lines);
    roots().write(today);
    assertThat(Files.readAllLines(settings.rootFile())).as("once").isEqualTo(lines);
  }

  @Test
  void aLineThatWasNotWrittenToItsEndIsCompleted() throws IOException {
    var whole = Files.readString(settings.rootFile());
    Files.writeString(settings.rootFile(), whole.substring(0, whole.length() - 20));
    assertThat(findings()).isEmpty();

    roots().write(today);
    assertThat(settings.rootFile()).hasContent(whole);
  }

  @Test
  void aCopyThatWasPutBackWithoutItsLastLineFeedGoesOn() throws IOException {
    var whole = Files.readString(settings.rootFile());
    Files.writeString(settings.rootFile(), whole.stripTrailing().replace("\n", "\r\n"));

    nextDay();
    assertThat(Files.readAllLines(settings.rootFile())).startsWith(whole.split("\n"));
    assertThat(findings()).isEmpty();
  }

  @Test
  void aLineThatIsTakenOutOfTheRootFileIsFoundAndStaysOut() throws IOException {
    var gone = today;
    nextDay();
    var whole = Files.readString(settings.rootFile());
    try {
      Files.writeString(settings.rootFile(), whole.replaceAll(gone + " .*\n", ""));
      assertThat(findings()).containsExactly(missing("1 天的根，数据库中有（" + gone + "）"));

      nextDay();
      assertThat(findings()).as("nothing is written back").containsExactly(missing("1 天的根，数据库中有（" + gone + "）"));
    } finally {
      whole += lastLine();
      Files.writeString(settings.rootFile(), whole);
    }
    assertThat(findings()).as("the copy is put back").isEmpty();
  }

  /** Whoever wrote a case anew together with its root would have the next night write the file to match. */
  @Test
  void aRootFileThatIsRemovedIsFoundAndNotMadeAnew() throws IOException {
    var whole = Files.readString(settings.rootFile());
    var all = roots().count();
    try {
      Files.delete(settings.rootFile());
      assertThat(findings()).singleElement().asString()
          .startsWith("存证文件缺失，数据库中有 " + all + " 次每日存证：先看 Cockpit 里“写入存证文件”有没有失败的作业")
          .contains("请停下来与另存的那一份对照");
      assertThat(roots().findings(roots().place(number))).as("the check of one case").isEqualTo(findings());

      nextDay();
      assertThat(Files.readAllLines(settings.rootFile())).singleElement().asString().startsWith(today + " ");
      assertThat(findings()).singleElement().asString().startsWith("存证文件中缺少 " + all + " 天的根，数据库中有（");
      assertThat(roots().findings(roots().place(number))).singleElement().asString()
          .startsWith("存证文件中缺少 1 天的根，数据库中有（" + today.minusDays(1) + "）");
    } finally {
      Files.writeString(settings.rootFile(), whole + lastLine());
    }
    assertThat(findings()).isEmpty();
  }

  @Test
  void aDatabaseThatHasNotWrittenAFileYetIsNoFinding() throws IOException {
    var file = new RootFile(new ArchiveSettings(settings.evidenceDir(), settings.evidenceLimit(),
        Files.createTempDirectory("first").resolve("new/daily-roots.txt")));
    var first = new RootFile.Line("2026-09-24", "00".repeat(32));

    assertThat(file.compare(List.of(), "", 0)).isEmpty();
    assertThat(file.compare(List.of(first), "", 1)).as("to be written").isEmpty();
    file.append(List.of(first));
    assertThat(file.compare(List.of(first), "", 1)).isEmpty();
  }

  @Test
  void aDirectoryThatTakesNothingIsReportedAndTheLineWrittenLater() throws IOException {
    var blocked = Files.createTempDirectory("blocked").resolve("mount");
    Files.createFile(blocked); // no directory, so that not even the machine's superuser can write into it
    var file = new RootFile(new ArchiveSettings(settings.evidenceDir(), settings.evidenceLimit(), blocked.resolve("roots.txt")));
    var line = new RootFile.Line("2026-09-24", "00".repeat(32));

    assertThatThrownBy(() -> file.append(List.of(line))).isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot write huiyin.archive.root-file");
    Files.delete(blocked);
    file.append(List.of(line));
    assertThat(blocked.resolve("roots.txt")).hasContent(line.text());
  }

  @Test
  void theOperatorBeginsANewFileAndTheOldOneStays() throws IOException {
    var whole = Files.readString(settings.rootFile());
    Files.writeString(settings.rootFile(), "damaged\n");
    assertThat(findings()).hasSize(2).contains("存证文件第 1 行读不懂：存证文件被改动");

    var out = new ByteArrayOutputStream();
    new NewRootFileCommand(roots(), log, null).begin(new PrintStream(out, true, UTF_8));
    assertThat(findings()).isEmpty();
    assertThat(settings.rootFile()).hasContent(whole);
    var old = settings.rootFile().resolveSibling("daily-roots.txt." + today.minusDays(1) + "T160500Z");
    assertThat(old).hasContent("damaged\n");
    assertThat(out.toString(UTF_8)).startsWith("已按数据库另起存证文件，共 " + roots().count() + " 次每日存证。原来的文件留在 "
        + old.getFileName());
    assertThat(jdbc.queryForObject("select detail from access_log where person = 'system' order by id desc limit 1",
        String.class)).isEqualTo("NEW_ROOT_FILE");
  }

  private String lastLine() {
    return RootFile.Line.of(roots().latest(0, 1).get(0)).text();
  }

  private static String missing(String what) {
    return "存证文件中缺少 " + what + "：先看 Cockpit 里“写入存证文件”有没有失败的作业；没有，就是存证文件被删减，"
        + "请停下来与另存的那一份对照，再请运维放回或另起一份";
  }

  @ParameterizedTest
  @ValueSource(strings = {"update archive_root set files = 0", "delete from archive_root", "truncate archive_root",
      "update archive_root_head set sequence = 0", "delete from archive_root_head", "truncate archive_root_head"})
  void aRootIsNeverChanged(String sql) {
    assertThatThrownBy(() -> jdbc.update(sql)).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> ArchiveDatabase.tamper("set session_replication_role = origin; " + sql))
        .cause().hasMessageContaining("The archive is append-only");
  }

  private ComplaintNumber aFile(String... summaries) {
    var opened = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(opened));
    append(opened, summaries);
    return opened;
  }

  private void append(ComplaintNumber to, String... summaries) {
    transaction.executeWithoutResult(status -> archives.append(to, Stream.of(summaries).map(summary ->
        new NewEntry("CONTACT", summary, "agent1", "TASKLIST", Instant.now(), Map.of("phone", "13800001234"))).toList()));
  }

  private void nextDay() {
    today = ArchiveContext.nextDay();
    transaction.executeWithoutResult(status -> roots().seal());
    roots().write(today);
  }

  /** As they are at five past midnight of today. */
  private DailyRoots roots() {
    return new DailyRoots(jdbc, new RootFile(settings), stamps,
        Clock.fixed(today.atTime(0, 5).atZone(ZONE).toInstant(), ZONE));
  }

  private List<Integer> heads(ComplaintNumber of) {
    return jdbc.queryForList("select sequence from archive_root_head where number = ? order by day", Integer.class,
        of.value());
  }

  /** What is found about this test's file and the roots; other tests leave damaged files behind. */
  private List<String> findings() {
    return roots().verify().stream().filter(finding -> !finding.matches("\\d{8}-.*") || finding.startsWith(number.value()))
        .toList();
  }

  private void tamper(String... statements) {
    for (var sql : statements) {
      ArchiveDatabase.tamper(sql.formatted(number));
    }
  }

  /** Does it, looks, and puts everything back for the next test. */
  private void assertChangeIsFound(String sql, String finding) {
    var roots = jdbc.queryForList("select * from archive_root");
    var heads = jdbc.queryForList("select * from archive_root_head");
    ArchiveDatabase.tamper(sql);
    try {
      assertThat(findings()).anyMatch(found -> found.startsWith(finding));
    } finally {
      ArchiveDatabase.tamper("delete from archive_root; delete from archive_root_head");
      roots.forEach(row -> jdbc.update("insert into archive_root (" + String.join(", ", row.keySet()) + ") values ("
          + String.join(", ", Collections.nCopies(row.size(), "?")) + ")", row.values().toArray()));
      heads.forEach(row -> jdbc.update("insert into archive_root_head values (?, ?, ?, ?)", row.values().toArray()));
    }
    assertThat(findings()).isEmpty();
  }
}
