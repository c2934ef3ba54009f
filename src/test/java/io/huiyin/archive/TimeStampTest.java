package io.huiyin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** An authority's time stamp on the daily root, by a real RFC 3161 exchange. */
@SpringJUnitConfig(ArchiveContext.class)
@Import(SealedCase.class)
class TimeStampTest {

  private static final TimeStampServer AUTHORITY = new TimeStampServer();

  @Autowired SealedCase sealed;

  @BeforeEach
  void aSealedRoot() {
    sealed.with("外壳破裂", "报告.txt");
    AUTHORITY.is(TimeStampServer.Mood.GOOD);
    AUTHORITY.goesBy(() -> at(sealed.day).plusSeconds(2));
  }

  @AfterEach
  void withoutStampsAgain() throws IOException {
    var roots = Files.readAllLines(sealed.settings.rootFile()).stream().filter(line -> !line.contains(" stamp ")).toList();
    Files.write(sealed.settings.rootFile(), roots);
    ArchiveDatabase.tamper("delete from archive_root_stamp");
  }

  @Test
  void withoutAnAuthorityNothingIsAskedFor() {
    assertThat(roots(new TimeStamps(new TimeStampSettings(null, null, null))).isStampWanted()).isFalse();
    assertThat(roots(new TimeStamps(new TimeStampSettings(" ", null, null))).isStampWanted()).isFalse();
  }

  @Test
  void anAuthorityWithoutACertificateToTrustIsRefused() {
    for (var certificate : new Path[] {null, Path.of("nowhere.pem")}) {
      assertThatThrownBy(() -> new TimeStampSettings(AUTHORITY.url(), certificate, null))
          .hasMessageContaining("huiyin.archive.time-stamp.certificate 须指向时间戳机构的证书文件");
    }
  }

  @Test
  void aRootIsStampedOnceAndEverybodyCanCheckIt() throws Exception {
    assertThat(trusting().isStampWanted()).isTrue();
    stamp();
    assertThat(trusting().isStampWanted()).isFalse();
    assertThat(days()).containsExactly(sealed.day);
    assertThat(findings()).isEmpty();
    assertThat(Files.readString(sealed.settings.rootFile())).contains(sealed.day + " stamp MI");

    var result = new CaseProof(sealed.audit, sealed.evidence, trusting(), sealed.complaints, Clock.systemUTC()).verify(sealed.number);
    assertThat(result.stampedAt()).isEqualTo(at(sealed.day).plusSeconds(2));
    assertThat(result.sealedOn()).isEqualTo(sealed.day);
    assertThat(result.findings()).isEmpty();

    var zip = sealed.zip();
    assertThat(OfflineVerifier.findings(zip, sealed.settings.rootFile())).isEmpty();
    assertThat(SealedCase.unpacked(zip).resolve("timestamps/" + sealed.day + ".tsr")).exists();
  }

  @Test
  void anotherProgramThanOursTakesTheTokenOfAPackage() throws Exception {
    assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
        .anyMatch(directory -> Files.isExecutable(directory.resolve("openssl"))), "openssl is not installed");
    stamp();
    assertThat(openssl(SealedCase.unpacked(sealed.zip()).resolve("timestamps/" + sealed.day + ".tsr")))
        .contains("Verification: OK");
  }

  @Test
  void rootsThatWaitedAreStampedTogether() {
    stamp();
    var second = sealed.seal();
    var third = sealed.seal();
    AUTHORITY.goesBy(() -> at(third).plusSeconds(2));
    stamp();

    assertThat(days()).endsWith(second, third);
    assertThat(findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"DOWN,时间戳机构没有答复", "REFUSING,时间戳机构拒绝了", "OTHER_IMPRINT,不符合 RFC 3161",
      "TALKING_NONSENSE,时间戳机构"})
  void whatDoesNotHoldIsNotTakenAndTheRootStands(TimeStampServer.Mood mood, String message) {
    AUTHORITY.is(mood);

    assertThatThrownBy(this::stamp).hasMessageContaining(message);
    assertThat(days()).isEmpty();
    assertThat(findings()).isEmpty();

    AUTHORITY.is(TimeStampServer.Mood.GOOD);
    stamp();
    assertThat(days()).containsExactly(sealed.day);
  }

  @Test
  void anAuthorityThatNobodyTrustsIsRefused() {
    var foreign = new TimeStampServer();
    var stranger = roots(new TimeStamps(new TimeStampSettings(foreign.url(), AUTHORITY.trusted(), Duration.ofSeconds(5))));

    assertThatThrownBy(() -> sealed.transaction.executeWithoutResult(status -> stranger.stamp()))
        .hasMessage(sealed.day + " 的时间戳不是所信任的机构签发的");
    assertThat(days()).isEmpty();
  }

  @Test
  void aStampFromBeforeTheRootIsRefused() {
    AUTHORITY.goesBy(() -> at(sealed.day).minus(Duration.ofHours(1)));

    assertThatThrownBy(this::stamp).hasMessage(sealed.day + " 的时间戳早于存证的时间");
  }

  @Test
  void anyByteOfATokenIsFound() {
    stamp();
    var token = sealed.jdbc.queryForObject("select token from archive_root_stamp", byte[].class);
    var random = new Random(24);
    for (var i = 0; i < 100; i++) {
      var changed = token.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      put(changed);
      assertThat(findings()).as(HexFormat.of().formatHex(changed)).isNotEmpty();
    }
    put(token);
    assertThat(findings()).isEmpty();
  }

  @Test
  void aTokenOfAnotherRootOrATakenOneIsFound() {
    stamp();
    ArchiveDatabase.tamper("update archive_root_stamp set day = day - 1");
    assertThat(findings()).contains("存证文件中有 " + sealed.day + " 的时间戳，数据库中没有：数据库可能被换成了旧的")
        .anyMatch(finding -> finding.startsWith(sealed.day.minusDays(1) + " "));
  }

  private void put(byte[] token) {
    ArchiveDatabase.tamper("update archive_root_stamp set token = '\\x" + HexFormat.of().formatHex(token) + "'");
  }

  private void stamp() {
    sealed.transaction.executeWithoutResult(status -> trusting().stamp());
    trusting().write(sealed.day);
  }

  private DailyRoots trusting() {
    return roots(new TimeStamps(new TimeStampSettings(AUTHORITY.url(), AUTHORITY.trusted(), Duration.ofSeconds(5))));
  }

  private DailyRoots roots(TimeStamps stamps) {
    return new DailyRoots(sealed.jdbc, new RootFile(sealed.settings), stamps,
        Clock.fixed(at(sealed.day).plus(Duration.ofDays(30)), SealedCase.ZONE));
  }

  /** What is found about roots and stamps; other tests leave damaged files behind. */
  private List<String> findings() {
    return trusting().verify().stream().filter(finding -> !finding.matches("\\d{8}-.*")).toList();
  }

  private List<LocalDate> days() {
    return sealed.jdbc.queryForList("select day from archive_root_stamp order by day", java.sql.Date.class).stream()
        .map(java.sql.Date::toLocalDate).toList();
  }

  private static Instant at(LocalDate day) {
    return day.atTime(0, 5).atZone(SealedCase.ZONE).toInstant();
  }

  /** By a program that shares nothing with ours. */
  private String openssl(Path token) throws IOException, InterruptedException {
    var root = sealed.jdbc.queryForObject("select encode(root, 'hex') from archive_root where day = ?", String.class,
        java.sql.Date.valueOf(sealed.day));
    var output = Files.createTempFile("openssl", ".txt");
    var process = new ProcessBuilder("openssl", "ts", "-verify", "-digest", root, "-in", token.toString(), "-token_in",
        "-CAfile", AUTHORITY.trusted().toString(), "-attime",
        Long.toString(Instant.now().getEpochSecond())).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }
}
