package io.huiyin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;

/**
 * Archives past their term, filed three years ago, and what becomes of those on an approved list when the process is
 * killed: each is there in full or destroyed in full, at the very moment of the kill; in the end it is destroyed once.
 */
final class Destructions {

  /** One snapshot of what a case holds in tables that destruction empties, ours and the engine's. */
  private static final String HELD = """
      select (select count(*) from archive_payload where number = c.number and sequence <= ?),
        (select count(*) from complaint_contact_hash where number = c.number),
        (select count(*) from archive_evidence where number = c.number),
        (select count(*) from notice where number = c.number and body is not null),
        (select count(*) from act_hi_procinst where business_key_ = c.number and end_time_ is not null
          and proc_def_key_ <> 'archive-destruction'),
        (case when c.personal is null then 0 else 1 end),
        (select count(*) from archive_search, unnest(texts) sequence where number = c.number and sequence <= ?),
        (select count(*) from legal_hold where number = c.number and reason is not null),
        (select count(*) from destruction_certificate where number = c.number),
        (select count(*) from archive_entry where number = c.number and kind = 'PAYLOADS_DESTROYED'),
        (select count(*) from archive where number = c.number and destroyed_at is not null),
        (select count(*) from disposal_item where number = c.number and outcome = 'DESTROYED')
      from complaint c where number = ?""";
  /** The columns of {@link #HELD} before those that say it is destroyed. */
  private static final int HOLDINGS = 8;

  private final KillableApplication application;
  private final Queue<String> held = new ArrayDeque<>();

  Destructions(KillableApplication application) {
    this.application = application;
  }

  /** Files archives whose term is over now; each is held until its turn comes. Sets the clock back and on again. */
  void prepare(int count, Callable<String> register, Callable<byte[]> evidence) throws Exception {
    application.post("admin", "/api/v1/demo/clock",
        Map.of("set", OffsetDateTime.now(ZoneOffset.ofHours(8)).minusDays(1200).toString()));
    for (var i = 0; i < count; i++) {
      var number = register.call();
      application.upload("agent1", number, evidence.call());
      application.work("super1", number, "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关");
      application.work("archivist1", number, "fileArchive", "archiveStatus", "CLOSED");
      application.desk("archivist1", "/" + number + "/holds", Map.of("reason", "诉讼中"));
      held.add(number);
    }
    application.post("admin", "/api/v1/demo/clock", Map.of("advance", "P1200D"));
  }

  /** Puts archives on a list, to be destroyed, that waits for its approval. */
  Doomed appraise(int count) throws Exception {
    for (var number : held.stream().limit(count).toList()) {
      var hold = application.desk("archivist1", "/" + number + "/retention").get("holds").get(0).get("id").asLong();
      application.desk("archivist1", "/" + number + "/holds/" + hold + "/lift", Map.of("reason", "已撤诉"));
    }
    var list = application.desk("archivist1", "/disposal", Map.of()).get("list").asLong();
    application.desk("archivist1", "/disposal/" + list + "/marks", Map.of("decision", "DESTROY"));
    var appraisal = application.task("archivist1", "appraiseDisposal");
    application.claim("archivist1", appraisal);
    application.complete("archivist1", appraisal);
    var approval = application.task("board1", "approveDisposal");
    application.claim("board1", approval);
    var doomed = new Doomed(list, approval);
    for (var i = 0; i < count; i++) {
      doomed.add(held.remove());
    }
    return doomed;
  }

  /** The archives of one list. */
  final class Doomed {

    private final long list;
    private final String approval;
    private final Map<String, Archive> archives = new LinkedHashMap<>();
    private final List<String> found = new ArrayList<>();

    private Doomed(long list, String approval) {
      this.list = list;
      this.approval = approval;
    }

    private record Archive(int entries, List<String> holds, List<String> files) {
    }

    private void add(String number) throws Exception {
      var entries = application.count("select head_sequence from archive where number = ?", number);
      var files = application.rows("select encode(hash, 'hex') from archive_evidence where number = ?", number).stream()
          .map(row -> row.get(0)).toList();
      var holds = state(number, entries);
      assertThat(holds.subList(0, HOLDINGS)).as("%s has something to lose", number).doesNotContain("0");
      assertThat(files).isNotEmpty();
      archives.put(number, new Archive(entries, holds, files));
    }

    /** The number of its first archive. */
    String one() {
      return archives.keySet().iterator().next();
    }

    void approve() throws Exception {
      application.complete("board1", approval, "disposalDecision", "APPROVED", "disposalComment", "同意");
    }

    /** The list is approved and not everything is gone yet. */
    boolean isGoingOn() throws Exception {
      return isApproved() && application.count("select (select count(*) from disposal_item where list = ?"
          + " and outcome is null) + (select count(*) from evidence_removal)", list) > 0;
    }

    /** In what state the archives are while nobody works on them: each in full or not at all. */
    void look() throws Exception {
      var approved = isApproved();
      for (var one : archives.entrySet()) {
        var state = state(one.getKey(), one.getValue().entries);
        if (state.equals(destroyed())) {
          assertThat(approved).as("%s was approved", one.getKey()).isTrue();
          found.add(filesToGo(one.getKey()) == 0 ? "done" : "done but for the files");
        } else {
          assertThat(state).as("%s is there in full", one.getKey()).isEqualTo(one.getValue().holds);
          for (var hash : one.getValue().files) {
            assertThat(CrashTest.sha256(Files.readAllBytes(application.evidence(hash)))).isEqualTo(hash);
          }
          found.add(approved ? "not done" : "not approved");
        }
      }
    }

    /** After the restart; what was not approved is approved now. Answers how {@link #look} found them. */
    List<String> check(boolean answered) throws Exception {
      var open = application.task("board1", "approveDisposal");
      assertThat(open).as("approval of list %s", list).isEqualTo(isApproved() ? null : approval);
      if (open != null) {
        assertThat(answered).as("the approval was answered").isFalse();
        assertThat(found).containsOnly("not approved");
        approve();
        application.rest();
      }
      for (var one : archives.entrySet()) {
        var number = one.getKey();
        assertThat(state(number, one.getValue().entries)).as("%s is destroyed once", number).isEqualTo(destroyed());
        assertThat(application.count("select count(*) from archive_payload p join archive_entry e using (number)"
            + " where number = ? and kind = 'PAYLOADS_DESTROYED' and p.sequence < e.sequence", number)).isZero();
        assertThat(filesToGo(number)).as("files to go of %s", number).isZero();
        assertThat(one.getValue().files).as("files of %s", number)
            .noneMatch(hash -> Files.exists(application.evidence(hash)));
        assertThat(application.get("archivist1", "/api/v1/archives/" + number + "/destruction").get("head").asText())
            .hasSize(64);
        assertThat(application.finding(number)).as("the chain of %s", number).isNull();
      }
      return found;
    }

    private int filesToGo(String number) throws Exception {
      return application.count("select count(*) from evidence_removal where number = ?", number);
    }

    private boolean isApproved() throws Exception {
      return application.count("select count(*) from disposal_list where id = ? and status = 'APPROVED'", list) == 1;
    }

    private List<String> state(String number, int entries) throws Exception {
      return application.rows(HELD, entries, entries, number).get(0);
    }

    /** Nothing held, and every sign of the destruction once. */
    private List<String> destroyed() {
      var state = new ArrayList<>(Collections.nCopies(HOLDINGS, "0"));
      state.addAll(Collections.nCopies(4, "1"));
      return state;
    }
  }
}
