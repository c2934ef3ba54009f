package io.huiyin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.complaint.ComplaintNumber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Nodes that share a store, each killed while it uploads: each upload is done or not done, and a clean-up beside those that
 * go on removes what the dead one left and nothing else. The whole application and its restart are killed in
 * {@code CrashTest}.
 */
@SpringJUnitConfig(ArchiveContext.class)
class EvidenceCrashTest {

  private static final int AT_ONCE = 4;
  private static final int ROUNDS = 5;

  @Autowired EvidenceStore evidence;
  @Autowired EvidenceBytes files;
  @Autowired Archives archives;
  @Autowired ArchiveSettings settings;
  @Autowired Incoming incoming;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void nobodyGoesOn() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void whatWasAnsweredIsThereAndWhatWasNotLeavesNothing() throws Exception {
    var random = new Random(20261122);
    var halfway = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var victims = new ArrayList<Victim>();
      for (var i = 0; i < AT_ONCE; i++) {
        victims.add(start());
      }
      for (var victim : victims) {
        victim.awaitFirst();
        Thread.sleep(random.nextInt(150));
        victim.process.destroyForcibly().waitFor();
        halfway += somethingCameIn() ? 1 : 0;
        evidence.cleanUp(); // while the others go on
        assertWhole(victim);
      }
      assertThat(recorded()).as("round %s", round).containsAll(files.hashes().toList());
      assertThat(directoriesThatReceive()).containsExactly(incoming.directory());
    }
    assertThat(halfway).as("kills that met something half done").isPositive();
  }

  private Set<String> recorded() {
    return new HashSet<>(jdbc.sql("select encode(hash, 'hex') from archive_evidence").query(String.class).list());
  }

  private void assertWhole(Victim victim) throws IOException {
    var there = evidence.list(victim.number);
    assertThat(there).extracting(one -> one.id().toString()).containsAll(victim.answered());
    assertThat(archives.entries(victim.number)).hasSameSizeAs(there);
    assertThat(archives.verify(victim.number).finding()).isNull();
    assertThat(evidence.verify(victim.number)).isEmpty();
    for (var one : there) {
      if (one.thumbnail()) {
        evidence.openThumbnail(victim.number, one.id()).close();
      }
    }
  }

  private boolean somethingCameIn() throws IOException {
    try (var parts = Files.walk(settings.evidenceDir().resolve("incoming"))) {
      return parts.anyMatch(file -> file.toString().endsWith(".part"));
    }
  }

  private List<Path> directoriesThatReceive() throws IOException {
    try (var all = Files.list(settings.evidenceDir().resolve("incoming"))) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private Victim start() throws IOException {
    var number = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(number));
    var java = ProcessHandle.current().info().command().orElseThrow();
    var answers = Files.createTempFile(directory, "answers", ".txt");
    var process = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
        "-D" + ArchiveDatabase.ADDRESS + "=" + ArchiveDatabase.address(),
        "-D" + ArchiveContext.EVIDENCE + "=" + settings.evidenceDir(),
        "-cp", System.getProperty("java.class.path"), Uploading.class.getName(), number.value())
        .redirectError(answers.toFile()).redirectOutput(answers.toFile()).start();
    started.add(process);
    return new Victim(number, process, answers);
  }

  private record Victim(ComplaintNumber number, Process process, Path answers) {

    void awaitFirst() throws Exception {
      for (var i = 0; answered().isEmpty(); i++) {
        assertThat(i).as("it answers").isLessThan(3000);
        assertThat(process.isAlive()).as(() -> "it runs").isTrue();
        Thread.sleep(20);
      }
    }

    /** The ids of what it was told to be added. */
    List<String> answered() throws IOException {
      return Files.readString(answers).lines().filter(line -> line.matches("added .{36}"))
          .map(line -> line.substring(6)).toList();
    }
  }

  /** The process that is killed: uploads to one case, by several threads, until it ends. */
  static final class Uploading {

    private Uploading() {
    }

    public static void main(String[] arguments) {
      var number = new ComplaintNumber(arguments[0]);
      var context = new AnnotationConfigApplicationContext(ArchiveContext.class);
      var evidence = context.getBean(EvidenceStore.class);
      var threads = Executors.newFixedThreadPool(3);
      for (var i = 0; i < 3; i++) {
        threads.submit(() -> {
          while (true) {
            var bytes = Pictures.of(200 + ThreadLocalRandom.current().nextInt(400), 300, "bmp");
            var added = evidence.add(number, new ByteArrayInputStream(bytes), "照片.bmp", "OTHER", null, false, "agent1");
            System.out.println("added " + added.id());
          }
        });
      }
    }
  }
}
