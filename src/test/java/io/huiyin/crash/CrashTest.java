package io.huiyin.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * 断电: the process is killed at a random moment while files come in, archives are filed, others are destroyed and
 * complaints turn serious, every second time with the processes of its database. After the restart each of these is done
 * or not done, and what was answered is done. {@code -Dhuiyin.crash.rounds=20} kills it twenty times,
 * {@code -Dhuiyin.crash.seed=} with a seed that was printed draws the same moments.
 *
 * <p>For each kill the process first stands still, so that it can be read from the database in the midst of what it dies.
 */
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("huiyin.crash.rounds", 2);
  /** Of a picture in pixels: 3 MB, so that its upload takes a while. */
  private static final int SIDE = 1000;
  /** The marks of running processes, and what the database's library leaves where Java keeps what is temporary. */
  private static final Pattern NO_CONTENT = Pattern.compile("in-use\\.lock|detect_linux_distribution_.*\\.sh");
  private static final int FILINGS = 4;
  /** Of large pictures, by two at a time. */
  private static final int UPLOADS = 4;
  /** Of small ones beside them, which are on record sooner than they are in. */
  private static final int SMALL_UPLOADS = 8;
  private static final int DESTRUCTIONS = 3;

  private final long seed = Long.getLong("huiyin.crash.seed", System.nanoTime());
  /** Of the moments of the kills. */
  private final Random random = new Random(seed);
  private final Map<Kind, Map<String, Integer>> outcomes = new EnumMap<>(Kind.class);
  /** Cases that wait for being filed, each with its task. */
  private final Map<String, String> ready = new LinkedHashMap<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private KillableApplication application;
  private Destructions destructions;
  private Footprint footprint;
  /** How a case looks whose filing is done. */
  private List<String> filed;

  @AfterEach
  void end() throws Exception {
    if (application != null && application.isRunning()) {
      application.killWithDatabase();
    }
  }

  /** What is done in one transaction each, told by a table that no other of them writes. */
  private enum Kind {
    DESTRUCTION("archive_waiver", "evidence_removal"), FILING("archive_check"), UPLOAD("archive_evidence"),
    CONVERSION("complaint_serial");

    private final Set<String> tables;

    Kind(String... tables) {
      this.tables = Set.of(tables);
    }

    /** The first whose table it is: a destruction writes to that of uploads, too. */
    static Optional<Kind> of(Set<String> written) {
      return Arrays.stream(values()).filter(kind -> !Collections.disjoint(kind.tables, written)).findFirst();
    }
  }

  /** What was going on when the process died. */
  private static final class Work {

    /** Cases to be filed, and how they looked before. */
    final Map<String, List<String>> filings = new LinkedHashMap<>();
    final List<String> alike = new ArrayList<>();
    final List<byte[]> pictures = new ArrayList<>();
    Destructions.Doomed doomed;
    String issuePoint;
    String evidenceCase;
    /** What was asked. */
    final Set<Request> asked = ConcurrentHashMap.newKeySet();
    /** What was answered. */
    final Map<Request, String> answered = new ConcurrentHashMap<>();

    boolean waits(Kind kind) {
      return asked.stream().anyMatch(request -> request.kind == kind && !answered.containsKey(request));
    }
  }

  private record Request(Kind kind, String of) {
  }

  private record Step(Request request, Callable<String> task) {
  }

  @Test
  void whateverWasGoingOnIsDoneOrNotDone() throws Exception {
    application = new KillableApplication(Files.createDirectories(directory.resolve("data")));
    application.start();
    footprint = new Footprint(application);
    destructions = new Destructions(application);
    destructions.prepare(DESTRUCTIONS * (ROUNDS + 1), () -> register("闸门", null), () -> picture(100));
    var window = rehearse();

    for (var round = 1; round <= ROUNDS; round++) {
      var work = prepare(round);
      var going = run(work);
      awaitMoment(going, window, round % 3 == 2);
      application.freeze();
      var withDatabase = round % 2 == 0;
      System.out.printf("kill %d %s the database, within transactions of %s%n", round, withDatabase ? "with" : "without",
          note(work));
      work.doomed.look();
      if (withDatabase) {
        application.killWithDatabase();
      } else {
        application.kill();
      }
      for (var one : going) {
        one.join();
      }
      application.start();
      application.rest();
      check(work);
    }
    assertThat(application.recoveries()).as("starts after a crash of the database").isEqualTo(ROUNDS / 2);
    for (var left : ready.entrySet()) {
      application.complete("archivist1", left.getValue(), "archiveStatus", "CLOSED");
      assertThat(footprint.of(left.getKey())).as("%s can still be filed", left.getKey()).isEqualTo(filed);
    }
    System.out.printf("killed %d times, %d times with the database, within %d ms after a destruction had begun, seed %d%n",
        ROUNDS, ROUNDS / 2, window.toMillis(), seed);
    outcomes.forEach((kind, found) -> System.out.println(kind + " " + found));
  }

  /** Without a kill. Answers for how long destructions were going on. */
  private Duration rehearse() throws Exception {
    var work = prepare(0);
    findsWhatIsHalfDestroyed(work);
    var going = run(work);
    var begin = System.nanoTime();
    var first = new EnumMap<Kind, Long>(Kind.class);
    var last = new EnumMap<Kind, Long>(Kind.class);
    while (!isOver(going)) {
      var now = System.nanoTime() - begin;
      underWay().forEach(kind -> {
        first.putIfAbsent(kind, now / 1_000_000);
        last.put(kind, now / 1_000_000);
      });
    }
    System.out.printf("in their transactions from %s to %s ms%n", first, last);
    assertThat(first).as("seen in their transactions").containsOnlyKeys(Kind.values());
    work.doomed.look();
    var number = work.filings.keySet().iterator().next();
    assertThat(entries(number, "ARCHIVE_FILED")).isEqualTo(1);
    filed = footprint.of(number);
    check(work);
    assertThat(outcomes.values()).as("without a kill").allSatisfy(found -> assertThat(found).containsOnlyKeys("done"));
    outcomes.clear();
    findsWhatIsHalfFiled(work);
    findsWhatIsHalfUploaded(work);
    return Duration.ofMillis(last.get(Kind.DESTRUCTION) - first.get(Kind.DESTRUCTION));
  }

  private void findsWhatIsHalfDestroyed(Work work) throws Exception {
    for (var change : List.of(
        "delete from archive_payload where number = ?",
        "delete from complaint_contact_hash where number = ?",
        "delete from archive_evidence where number = ?",
        "update notice set body = null where number = ?",
        "delete from act_hi_procinst where end_time_ is not null and business_key_ = ?",
        "update complaint set personal = null where number = ?",
        "update archive_search set texts = '{}' where number = ?",
        "update archive set destroyed_at = now() where number = ?",
        "update disposal_item set outcome = 'DESTROYED', outcome_at = now() where number = ?")) {
      application.pretend(change, work.doomed.one(), () ->
          assertThatExceptionOfType(AssertionError.class).as(change).isThrownBy(work.doomed::look));
    }
  }

  private void findsWhatIsHalfFiled(Work work) throws Exception {
    var number = work.filings.keySet().iterator().next();
    for (var change : List.of(
        "update archive set filed_at = null where number = ?",
        "update archive set retention_until = null where number = ?",
        "update complaint set filed = false where number = ?",
        "update complaint set status = 'CLOSED' where number = ?",
        "delete from archive_payload where number = ?",
        "delete from case_grant where number = ?",
        "update archive_search set texts = '{}' where number = ?",
        "delete from act_hi_procinst where business_key_ = ?")) {
      application.pretend(change, number, () -> assertThatExceptionOfType(AssertionError.class).as(change)
          .isThrownBy(() -> isFiled(number, work.filings.get(number))));
    }
  }

  /** The last two stay where they are for the clean-up after the first kill. */
  private void findsWhatIsHalfUploaded(Work work) throws Exception {
    application.pretend("delete from archive_evidence where number = ?", work.evidenceCase, () ->
        assertThatExceptionOfType(AssertionError.class).as("a record less").isThrownBy(() -> uploaded(work)));
    var hash = application.rows("select encode(hash, 'hex') from archive_evidence where number = ?", work.evidenceCase)
        .get(0).get(0);
    var away = Files.move(application.evidence(hash), directory.resolve(hash));
    assertThat(strangers()).as("a file less").containsExactly(hash);
    Files.move(away, application.evidence(hash));
    assertThat(strangers()).isEmpty();
    var planted = sha256(picture(1));
    plant(application.evidence(planted));
    plant(application.evidence().resolve("incoming/11111111-1111-1111-1111-111111111111/half.part"));
    assertThat(strangers()).as("a file more").containsExactlyInAnyOrder(planted, "half.part");
  }

  private static void plant(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "of nobody");
  }

  /**
   * Waits until a destruction has written something, and then for a random part of the time that destructions take; if
   * asked for, on until an upload has written something, whose transaction is too short to be met by chance.
   */
  private void awaitMoment(List<CompletableFuture<Void>> going, Duration window, boolean upload) throws Exception {
    awaitWriting(Kind.DESTRUCTION, going);
    Thread.sleep(random.nextLong(window.toMillis() + 1));
    if (upload) {
      awaitWriting(Kind.UPLOAD, going);
    }
  }

  /** Not for ever: what was too quick to be seen is over when the kill comes. */
  private void awaitWriting(Kind kind, List<CompletableFuture<Void>> going) throws Exception {
    while (!underWay().contains(kind) && !isOver(going)) {
      Thread.onSpinWait();
    }
  }

  private boolean isOver(List<CompletableFuture<Void>> going) throws Exception {
    return going.stream().allMatch(CompletableFuture::isDone) && application.rests();
  }

  private Set<Kind> underWay() throws Exception {
    return application.transactions().stream().flatMap(written -> Kind.of(written).stream()).collect(Collectors.toSet());
  }

  /** In the midst of what the process dies: counts it, and answers whose transactions are open. */
  private Set<Kind> note(Work work) throws Exception {
    var midway = underWay();
    for (var kind : Kind.values()) {
      if (midway.contains(kind)) {
        count(kind, "kills within its transaction");
      }
      if (work.waits(kind)) {
        count(kind, "kills before the answer");
      }
    }
    if (work.doomed.isGoingOn()) {
      count(Kind.DESTRUCTION, "kills between approval and end");
    }
    return midway;
  }

  private void count(Kind kind, String outcome) {
    outcomes.computeIfAbsent(kind, none -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
  }

  /** Cases that wait for being filed, others for being destroyed, four of five alike, and one that takes evidence. */
  private Work prepare(int round) throws Exception {
    var work = new Work();
    work.issuePoint = "阀门漏水 " + round;
    work.evidenceCase = register("闸门", null);
    while (ready.size() < FILINGS) {
      var number = readyForFiling();
      var task = application.task("archivist1", number, "fileArchive");
      application.claim("archivist1", task);
      application.upload("agent1", number, picture(100)); // so that the four checks run as it is filed
      ready.put(number, task);
    }
    for (var i = 0; i < 4; i++) {
      work.alike.add(register("阀门", work.issuePoint));
    }
    for (var i = 0; i < UPLOADS + SMALL_UPLOADS; i++) {
      work.pictures.add(picture(i < UPLOADS ? SIDE : 100));
    }
    work.doomed = destructions.appraise(DESTRUCTIONS);
    application.rest();
    for (var number : ready.keySet()) {
      work.filings.put(number, footprint.of(number));
    }
    return work;
  }

  /** All kinds at once; what is of one kind mostly one after the other, so that at any time one of each is going on. */
  private List<CompletableFuture<Void>> run(Work work) {
    var filings = work.filings.keySet().stream().map(number -> new Step(new Request(Kind.FILING, number), () -> {
      application.complete("archivist1", ready.get(number), "archiveStatus", "CLOSED");
      return number;
    })).toList();
    var uploads = work.pictures.stream().map(picture -> new Step(new Request(Kind.UPLOAD, "" + work.pictures.indexOf(picture)),
        () -> application.upload("agent1", work.evidenceCase, picture))).toList();
    return List.of(
        meanwhile(work, List.of(new Step(new Request(Kind.DESTRUCTION, "list"), () -> {
          work.doomed.approve();
          return "approved";
        }))),
        meanwhile(work, filings),
        meanwhile(work, uploads.subList(0, UPLOADS / 2)), meanwhile(work, uploads.subList(UPLOADS / 2, UPLOADS)),
        meanwhile(work, uploads.subList(UPLOADS, uploads.size())),
        meanwhile(work, List.of(new Step(new Request(Kind.CONVERSION, "fifth"), () ->
            register("阀门", work.issuePoint)))));
  }

  private static CompletableFuture<Void> meanwhile(Work work, List<Step> steps) {
    return CompletableFuture.runAsync(() -> {
      try {
        for (var step : steps) {
          work.asked.add(step.request);
          work.answered.put(step.request, step.task.call());
        }
      } catch (IOException e) {
        // the process was killed
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }, thread -> new Thread(thread).start()); // all at once, however few cores there are
  }

  private void check(Work work) throws Exception {
    for (var filing : work.filings.entrySet()) {
      var number = filing.getKey();
      var request = new Request(Kind.FILING, number);
      if (isFiled(number, filing.getValue())) {
        count(Kind.FILING, "done");
        ready.remove(number);
      } else {
        assertThat(work.answered).as("filing was answered").doesNotContainKey(request);
        count(Kind.FILING, "not done"); // it is filed the next time
      }
      isWhole(number);
    }
    count(Kind.CONVERSION, converted(work));
    work.doomed.check(work.answered.containsKey(new Request(Kind.DESTRUCTION, "list")))
        .forEach(outcome -> count(Kind.DESTRUCTION, outcome));
    uploaded(work);
  }

  /** It looks as before, or as every case that is filed. */
  private boolean isFiled(String number, List<String> before) throws Exception {
    var now = footprint.of(number);
    assertThat(now).as("%s after the restart", number).isIn(before, filed);
    return now.equals(filed);
  }

  private String converted(Work work) throws Exception {
    var all = application.rows("select number, severity from complaint where issue_point = ? order by number",
        work.issuePoint);
    if (work.answered.containsKey(new Request(Kind.CONVERSION, "fifth"))) {
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

  private void uploaded(Work work) throws Exception {
    var number = work.evidenceCase;
    var rows = application.rows("select id, encode(hash, 'hex'), thumbnail from archive_evidence where number = ?", number);
    assertThat(entries(number, "EVIDENCE_ADDED")).as("evidence and its record").isEqualTo(rows.size());
    assertThat(application.count("select count(*) from archive_entry e join archive_search s using (number)"
        + " where number = ? and kind = 'EVIDENCE_ADDED' and sequence = any (texts)", number)).as("evidence that is found")
        .isEqualTo(rows.size());
    for (var row : rows) {
      var content = application.bytes("agent1", "/api/v1/complaints/" + number + "/evidence/" + row.get(0));
      assertThat(sha256(content)).as("content of %s", row.get(0)).isEqualTo(row.get(1));
      assertThat(row.get(2)).as("has a small picture").isEqualTo("t");
    }
    assertThat(rows).extracting(row -> row.get(0)).as("uploads that were answered").containsAll(
        work.answered.keySet().stream().filter(request -> request.kind == Kind.UPLOAD).map(work.answered::get).toList());
    isWhole(number);
    assertThat(KillableApplication.untilNothing(this::strangers)).as("without its other half after the clean-up").isEmpty();
    for (var i = 0; i < work.pictures.size(); i++) {
      count(Kind.UPLOAD, i < rows.size() ? "done" : "not done");
    }
  }

  /** Files that no record speaks of, half uploads among them, and records whose file is not there. */
  private List<String> strangers() throws Exception {
    var known = new HashSet<String>();
    for (var row : application.rows("select distinct encode(hash, 'hex'), thumbnail from archive_evidence")) {
      known.add(row.get(0));
      if (row.get(1).equals("t")) {
        known.add(row.get(0) + ".thumbnail.jpg");
      }
    }
    var there = new ArrayList<String>();
    for (var place : List.of(application.evidence(), application.temporary())) {
      try (var files = Files.walk(place)) {
        files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
            .filter(name -> !NO_CONTENT.matcher(name).matches()).forEach(there::add);
      }
    }
    var strangers = new ArrayList<>(there);
    strangers.removeAll(known);
    known.removeAll(there);
    strangers.addAll(known);
    return strangers;
  }

  private void isWhole(String number) throws Exception {
    assertThat(application.finding(number)).as("the chain of %s", number).isNull();
  }

  private int entries(String number, String kind) throws Exception {
    return application.entries(number, kind);
  }

  private String readyForFiling() throws Exception {
    var number = application.post("agent1", "/api/v1/complaints", Map.of("channel", "PHONE", "customerName", "欧阳小敏",
        "customerPhone", phone(), "category", "BUSINESS_PROCESS", "description", "手续要跑三趟",
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
        "customerPhone", phone(), "category", "LOGISTICS",
        "description", "收到时外壳破裂", "product", product));
    if (issuePoint != null) {
      body.put("issuePoint", issuePoint);
    }
    return application.post("agent1", "/api/v1/complaints", body).get("complaintNumber").asText();
  }

  /** Of somebody else each time, for a customer who comes again is treated otherwise. */
  private static String phone() {
    return "139" + (10_000_000 + ThreadLocalRandom.current().nextInt(89_999_999));
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
