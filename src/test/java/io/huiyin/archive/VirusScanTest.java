package io.huiyin.archive;

import static io.huiyin.archive.ClamavSettings.WhenUnreachable.ACCEPT;
import static io.huiyin.archive.ClamavSettings.WhenUnreachable.REFUSE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.privacy.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** With a real clamd of its own that knows one virus, where Debian's clamav-daemon is installed. */
@SpringJUnitConfig(ArchiveContext.class)
class VirusScanTest {

  /** The test virus that every scanner knows; in two pieces, or a scanner on this machine would take this file away. */
  private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
  private static final Path CLAMD = Path.of("/usr/sbin/clamd");

  @TempDir static Path directory;
  private static Process clamd;
  private static int port;

  @Autowired Archives archives;
  @Autowired Destruction destruction;
  @Autowired Completeness completeness;
  @Autowired ApplicationEventPublisher events;
  @Autowired Incoming incoming;
  @Autowired EvidenceBytes files;
  @Autowired Vault vault;
  @Autowired Clock clock;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;
  @Autowired TransactionTemplate transaction;

  private ComplaintNumber number;

  @BeforeAll
  static void aScannerThatKnowsOneVirus() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(CLAMD), "needs clamav-daemon");
    var signatures = Files.createDirectory(directory.resolve("signatures"));
    Files.writeString(signatures.resolve("test.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var configuration = Files.writeString(directory.resolve("clamd.conf"), """
        Foreground yes
        TCPAddr 127.0.0.1
        TCPSocket %d
        LocalSocket %s
        DatabaseDirectory %s
        StreamMaxLength 512K
        """.formatted(port, socket(), signatures));
    clamd = new ProcessBuilder(CLAMD.toString(), "--config-file=" + configuration)
        .redirectErrorStream(true).redirectOutput(directory.resolve("clamd.log").toFile()).start();
    var patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(socket())) {
      assertThat(System.nanoTime() < patience && clamd.isAlive())
          .as(() -> "clamd runs: " + log()).isTrue();
      Thread.sleep(100);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (clamd != null) {
      clamd.destroy();
      clamd.waitFor();
    }
  }

  @BeforeEach
  void anOpenFile() {
    number = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(number));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCleanFileIsTakenAndTheRecordSaysThatItWasLookedAt(boolean overTcp) {
    var evidence = evidence(overTcp ? "127.0.0.1:" + port : socket().toString(), REFUSE, Duration.ofSeconds(30));

    var added = add(evidence, "客户说：包裹还没有到。".repeat(5000));

    assertThat(evidence.list(number)).containsExactly(added);
    assertThat(archives.entries(number).get(0).facts()).containsEntry("virusScan", "CLEAN");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInfectedFileIsRefusedOnRecordAndNotKept(boolean overTcp) throws IOException {
    var evidence = evidence(overTcp ? "127.0.0.1:" + port : socket().toString(), REFUSE, Duration.ofSeconds(30));

    assertThatThrownBy(() -> add(evidence, EICAR)).isInstanceOfSatisfying(InvalidInput.class, refused -> {
      assertThat(refused.errors()).extracting(FieldError::field).containsExactly("file");
      assertThat(refused.errors().get(0).message()).startsWith("文件带有病毒（Eicar-Test.UNOFFICIAL），没有收下，已记入案卷");
    });

    assertThat(evidence.list(number)).isEmpty();
    assertThat(files.hashes()).doesNotContain("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");
    assertNothingComesIn();
    var entry = archives.entries(number).get(0);
    assertThat(entry.kind()).isEqualTo("EVIDENCE_REFUSED");
    assertThat(entry.actor()).isEqualTo("agent1");
    assertThat(entry.summary()).isEqualTo("拒收带病毒的文件：Eicar-Test.UNOFFICIAL（1 KB）");
    assertThat(entry.facts()).containsEntry("fileName", "说明.txt").containsEntry("hash",
        "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");
    assertThat(evidence.verify(number)).isEmpty();
  }

  @Test
  void whileTheScannerIsAwayNothingIsTaken() throws IOException {
    for (var address : new String[] {"127.0.0.1:1", "/nowhere/clamd.ctl", "no-such-host.invalid:3310"}) {
      assertRefused(evidence(address, REFUSE, Duration.ofSeconds(30)), "x");
    }
  }

  @Test
  void aScannerThatIsSilentIsNotWaitedForForEver() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var started = System.nanoTime();
      assertRefused(evidence("127.0.0.1:" + silent.getLocalPort(), REFUSE, Duration.ofMillis(300)), "x");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aFileThatTheScannerFindsTooLargeIsNotTakenForClean() throws IOException {
    assertRefused(evidence("127.0.0.1:" + port, REFUSE, Duration.ofSeconds(30)), "x".repeat(900_000));
  }

  @Test
  void wherePeopleMustGoOnTheFileIsTakenAndTheRecordSaysThatNobodyLooked() {
    var evidence = evidence("127.0.0.1:1", ACCEPT, Duration.ofSeconds(30));

    var added = add(evidence, "x");

    assertThat(evidence.list(number)).containsExactly(added);
    assertThat(archives.entries(number).get(0).facts()).containsEntry("virusScan", "NOT_SCANNED");
  }

  @Test
  void withoutAScannerTheRecordSaysNothingAboutIt() {
    add(evidence("", REFUSE, Duration.ofSeconds(30)), "x");
    assertThat(archives.entries(number).get(0).facts()).doesNotContainKey("virusScan");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "3310", "host:port", "clamd.ctl", "http://host:1"})
  void anAddressThatIsNoneIsRefusedAtTheStart(String address) {
    assertThatThrownBy(() -> new ClamavSettings(address, Duration.ofSeconds(1), REFUSE))
        .hasMessageContaining("huiyin.archive.clamav.address");
  }

  private void assertRefused(EvidenceStore evidence, String content) throws IOException {
    assertThatThrownBy(() -> add(evidence, content)).isInstanceOf(EvidenceUnavailable.class)
        .hasMessageStartingWith("病毒检查没有完成，文件没有保存；请稍后重新上传");
    assertThat(evidence.list(number)).isEmpty();
    assertThat(archives.entries(number)).isEmpty();
    assertNothingComesIn();
  }

  private void assertNothingComesIn() throws IOException {
    try (var there = Files.list(incoming.directory())) {
      assertThat(there).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  private Evidence add(EvidenceStore evidence, String content) {
    return evidence.add(number, new ByteArrayInputStream(content.getBytes(UTF_8)), "说明.txt", "OTHER", null, false,
        "agent1");
  }

  private EvidenceStore evidence(String address, ClamavSettings.WhenUnreachable whenUnreachable, Duration timeout) {
    return new EvidenceStore(jdbc, archives, destruction, incoming, files,
        new VirusScan(new ClamavSettings(address, timeout, whenUnreachable)), completeness, vault, clock, events,
        transactions);
  }

  private static Path socket() {
    return directory.resolve("clamd.ctl");
  }

  private static String log() {
    try {
      return Files.readString(directory.resolve("clamd.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
