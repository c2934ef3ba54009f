package io.huiyin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * 断电: the process is killed at a random moment while files come in, archives are filed, others are destroyed and
 * complaints turn serious. After the restart each of these is done or not done, and what was answered is done.
 * {@code -Dhuiyin.crash.rounds=20} kills it twenty times.
 */
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("huiyin.crash.rounds", 2);
  /** Of a picture in pixels: 3 MB, so that its upload takes a while. */
  private static final int SIDE = 1000;
  private static final int EACH = 2;

  private final long seed = Long.getLong("huiyin.crash.seed", System.nanoTime());
  /** Of the moments of the kills. */
  private final Random random = new Random(seed);
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private KillableApplication application;
  private Destructions destructions;

  @AfterEach
  void end() throws Exception {
    if (application != null && application.isRunning()) {
      application.kill();
    }
  }

  /** What was going on when the process died. */
  private static final class Work {

    final List<String> filings = new ArrayList<>();
    final List<String> filingTasks = new ArrayList<>();
    final List<String> alike = new ArrayList<>();
    Destructions.Doomed doomed;
    String issuePoint;
    String evidenceCase;
    /** What was answered, by what was asked. */
    final Map<String, String> answered = new ConcurrentHashMap<>();
  }

  @Test
  void whateverWasGoingOnIsDoneOrNotDone() throws Exception {
    application = new KillableApplication(Files.createDirectories(directory.resolve("data")));
    application.start();
    destructions = new Destructions(application);
    destructions.prepare(EACH * (ROUNDS + 1), () -> register("闸门", null), () -> picture(100));
    var rehearsal = prepare(0);
    var prepared = System.nanoTime();
    CompletableFuture.allOf(run(rehearsal)).join();
    application.rest();
    var length = Duration.ofNanos(System.nanoTime() - prepared);
    rehearsal.doomed.look();
    assertThat(check(rehearsal)).as("without a kill")
        .containsOnly("filing done", "destruction done", "conversion done", "upload done");

    for (var round = 1; round <= ROUNDS; round++) {
      var work = prepare(round);
      var going = run(work);
      Thread.sleep(random.nextLong(Math.max(1, length.toMillis())));
      application.kill();
      for (var one : going) {
        one.join();
      }
      work.doomed.look();
      application.start();
      application.rest();
      check(work).forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
    }
    System.out.printf("killed %d times within %d ms each, seed %d: %s%n", ROUNDS, length.toMillis(), seed, outcomes);
  }

  /** Cases that wait for being filed, others for being destroyed, four of five alike, and one that takes evidence. */
  private Work prepare(int round) throws Exception {
    var work = new Work();
    work.issuePoint = "阀门漏水 " + round;
    work.evidenceCase = register("闸门", null);
    for (var i = 0; i < EACH; i++) {
      work.filings.add(readyForFiling());
      work.filingTasks.add(application.task("archivist1", work.filings.get(i), "fileArchive"));
      application.claim("archivist1", work.filingTasks.get(i));
      application.upload("agent1", work.filings.get(i), picture(100)); // so that the four checks run as it is filed
    }
    for (var i = 0; i < 4; i++) {
      work.alike.add(register("阀门", work.issuePoint));
    }
    work.doomed = destructions.appraise(EACH);
    application.rest();
    return work;
  }

  private CompletableFuture<?>[] run(Work work) {
    var going = new ArrayList<CompletableFuture<?>>();
    for (var i = 0; i < EACH; i++) {
      var task = work.filingTasks.get(i);
      var number = work.filings.get(i);
      going.add(meanwhile(work, "filed " + number, () -> {
        application.complete("archivist1", task, "archiveStatus", "CLOSED");
        return number;
      }));
      going.add(meanwhile(work, "uploaded " + i, () ->
          application.upload("agent1", work.evidenceCase, picture(SIDE))));
    }
    going.add(meanwhile(work, "approved", () -> {
      work.doomed.approve();
      return "yes";
    }));
    going.add(meanwhile(work, "fifth", () -> register("阀门", work.issuePoint)));
    return going.toArray(CompletableFuture[]::new);
  }

  private static CompletableFuture<Void> meanwhile(Work work, String what, Callable<String> task) {
    return CompletableFuture.runAsync(() -> {
      try {
        work.answered.put(what, task.call());
      } catch (IOException e) {
        // the process was killed
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }, thread -> new Thread(thread).start()); // all at once, however few cores there are
  }

  private List<String> check(Work work) throws Exception {
    var found = new ArrayList<String>();
    for (var number : work.filings) {
      found.add("filing " + filed(number, work.answered.containsKey("filed " + number)));
    }
    found.add("conversion " + converted(work));
    found.addAll(work.doomed.check(work.answered.containsKey("approved")));
    found.addAll(uploaded(work));
    return found;
  }

  private String filed(String number, boolean answered) throws Exception {
    var covers = application.count("select count(*) from archive where number = ? and filed_at is not null", number);
    assertThat(entries(number, "ARCHIVE_FILED")).as("cover and record of %s", number).isEqualTo(covers);
    assertThat(entries(number, "FOUR_CHECKS")).as("checks of %s", number).isEqualTo(1 + covers)
        .isEqualTo(application.count("select count(*) from archive_check where number = ?", number));
    var open = application.task("archivist1", number, "fileArchive");
    assertThat(open == null).as("task and cover of %s", number).isEqualTo(covers == 1);
    if (answered) {
      assertThat(covers).as("filing of %s was answered", number).isEqualTo(1);
    }
    isWhole(number);
    if (open != null) {
      application.complete("archivist1", open, "archiveStatus", "CLOSED");
      assertThat(entries(number, "ARCHIVE_FILED")).as("%s can still be filed", number).isEqualTo(1);
    }
    return covers == 1 ? "done" : "not done";
  }

  private String converted(Work work) throws Exception {
    var all = application.rows("select number, severity from complaint where issue_point = ? order by number",
        work.issuePoint);
    if (work.answered.containsKey("fifth")) {
      assertThat(all).as("the fifth was answered").hasSize(5);
    }
    for (var one : all) {
      var number = one.get(0);
      var follows = all.size() == 5;
      assertThat(one.get(1)).as(number).isEqualTo(follows ? "SERIOUS" : "GENERAL");
      var regraded = follows && work.alike.contains(number) ? 1 : 0;
      assertThat(entries(number, "REGRADED")).as("conversions of %s", number).isEqualTo(regraded);
      if (work.alike.contains(number)) {
        assertThat(application.count("select count(*) from notice where number = ? and event = 'MAJOR_CASE'"
            + " and recipient = 'gm1'", number)).as("notices of %s", number).isEqualTo(regraded);
      }
      isWhole(number);
    }
    return all.size() == 5 ? "done" : "not done";
  }

  private List<String> uploaded(Work work) throws Exception {
    var rows = application.rows("select id, encode(hash, 'hex') from archive_evidence where number = ?", work.evidenceCase);
    assertThat(entries(work.evidenceCase, "EVIDENCE_ADDED")).as("evidence and its record").isEqualTo(rows.size());
    for (var row : rows) {
      var content = application.bytes("agent1", "/api/v1/complaints/" + work.evidenceCase + "/evidence/" + row.get(0));
      assertThat(sha256(content)).as("content of %s", row.get(0)).isEqualTo(row.get(1));
    }
    var ids = rows.stream().map(row -> row.get(0)).toList();
    for (var i = 0; i < EACH; i++) {
      var answered = work.answered.get("uploaded " + i);
      if (answered != null) {
        assertThat(ids).as("the upload was answered").contains(answered);
      }
    }
    isWhole(work.evidenceCase);
    KillableApplication.await("nothing without a record on the disk", () -> strangers().isEmpty());
    var found = new ArrayList<String>();
    for (var i = 0; i < EACH; i++) {
      found.add(i < rows.size() ? "upload done" : "upload not done");
    }
    return found;
  }

  /** Files that no record speaks of, but for the mark of the process that runs. */
  private List<String> strangers() throws Exception {
    var known = new HashSet<String>();
    for (var row : application.rows("select distinct encode(hash, 'hex'), thumbnail from archive_evidence")) {
      known.add(row.get(0));
      if (row.get(1).equals("t")) {
        known.add(row.get(0) + ".thumbnail.jpg");
      }
    }
    try (var files = Files.walk(application.evidence())) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("in-use.lock") && !known.contains(name)).toList();
    }
  }

  private void isWhole(String number) throws Exception {
    assertThat(application.finding(number)).as("the chain of %s", number).isNull();
  }

  private int entries(String number, String kind) throws Exception {
    return application.entries(number, kind);
  }

  private String readyForFiling() throws Exception {
    var number = application.post("agent1", "/api/v1/complaints", Map.of("channel", "PHONE", "customerName", "欧阳小敏",
        "customerPhone", "13987654321", "category", "BUSINESS_PROCESS", "description", "手续要跑三趟",
        "product", "会员卡")).get("complaintNumber").asText();
    application.work("super1", number, "acceptAndClassify", "acceptance", "ACCEPTED");
    application.work("agent1", number, "firstContact", "contactChannel", "PHONE", "contactSummary", "已致电客户");
    application.work("agent1", number, "settleDirectly", "measures", "当场补办", "settlement", "已办妥");
    application.work("agent1", number, "tellResult", "contactChannel", "PHONE", "resultTold", "已办妥");
    application.work("agent1", number, "confirmResult", "customerAnswer", "ACCEPTED", "confirmationForm", "PHONE");
    application.work("agent1", number, "collectSurvey", "efficiency", 5, "attitude", 5, "solution", 4);
    return number;
  }

  private String register(String product, String issuePoint) throws IOException, InterruptedException {
    var body = new HashMap<String, Object>(Map.of("channel", "PHONE", "customerName", "司马青",
        "customerPhone", "139" + (10_000_000 + ThreadLocalRandom.current().nextInt(89_999_999)), "category", "LOGISTICS",
        "description", "收到时外壳破裂", "product", product));
    if (issuePoint != null) {
      body.put("issuePoint", issuePoint);
    }
    return application.post("agent1", "/api/v1/complaints", body).get("complaintNumber").asText();
  }

  /** Like no other. */
  private byte[] picture(int side) throws IOException {
    var picture = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
    ThreadLocalRandom.current().nextBytes(((DataBufferByte) picture.getRaster().getDataBuffer()).getData());
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "bmp", bytes);
    return bytes.toByteArray();
  }

  static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
