package io.huiyin.archive;

import static io.huiyin.archive.VirusScan.Verdict.State.INFECTED;
import static io.huiyin.archive.VirusScan.Verdict.State.OFF;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.privacy.Vault;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Evidence of a case: documents, pictures, recordings. Streamed, kept under their hash, on record. [000] */
@Service
public class EvidenceStore {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceStore.class);
  static final String ADDED = "EVIDENCE_ADDED";
  private static final Pattern KIND = Pattern.compile("[A-Z][A-Z0-9_]{0,39}");
  private static final int CLEAN_UP_BATCH = 1000;
  private static final int NAME_LIMIT = 200;
  private static final int NOTE_LIMIT = 1000;

  private final JdbcClient jdbc;
  private final Archives archives;
  private final Destruction destruction;
  private final Incoming incoming;
  private final EvidenceBytes files;
  private final VirusScan scan;
  private final Completeness completeness;
  private final Vault vault;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;
  private final TransactionTemplate ownTransaction;

  EvidenceStore(JdbcClient jdbc, Archives archives, Destruction destruction, Incoming incoming, EvidenceBytes files,
      VirusScan scan, Completeness completeness, Vault vault, Clock clock, ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.destruction = destruction;
    this.incoming = incoming;
    this.files = files;
    this.scan = scan;
    this.completeness = completeness;
    this.events = events;
    this.vault = vault;
    this.clock = clock;
    transaction = new TransactionTemplate(transactions);
    ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * Adds evidence to a case and puts that on record. Joins the caller's transaction or has its own; best called
   * without one, so that no connection waits for the sender. Whatever fails leaves no row and no file.
   *
   * @param content          read to its end; the caller closes it
   * @param kind             code of the required document that it is, or any other; upper case with underscores
   * @param note             may be {@code null}
   * @param recordingConsent the customer agreed to the recording; sound, video or a kind of recording needs it [000]
   * @param noConversation   nobody's conversation is in this video, so that it needs no consent; of no effect on others
   * @param actor            user id of who adds it
   * @throws InvalidInput         naming {@code file} (also if the archive is destroyed or only stored), {@code kind},
   *                              {@code note} or {@code recordingConsent}
   * @throws UnknownComplaint     if no case has this number
   * @throws UncheckedIOException if the upload breaks off
   * @throws EvidenceUnavailable  if it cannot be kept or scanned for viruses now
   */
  public Evidence add(ComplaintNumber number, InputStream content, String fileName, String kind, String note,
      boolean recordingConsent, boolean noConversation, String actor) {
    var name = plainName(fileName);
    check(name, kind, note, recordingConsent);
    destruction.refuseClosed(number, "file");
    demandArchive(number);
    var received = incoming.receive(content);
    Path thumbnail = null;
    try {
      var type = MediaTypes.accept(received.file(), name);
      var brought = new Evidence(UUID.randomUUID(), number, received.hash(), received.size(), type, name, kind,
          note == null || note.isBlank() ? null : note.strip(), recordingConsent,
          noConversation && type.startsWith("video/"), false, actor, now());
      if (!brought.isAgreed()) {
        throw noConsent(type);
      }
      var verdict = scan.scan(received.file());
      if (verdict.state() == INFECTED) {
        throw refuse(number, name, received, verdict.virus(), actor);
      }
      thumbnail = Thumbnails.of(received.file(), type).map(incoming::write).orElse(null);
      var evidence = thumbnail == null ? brought : brought.withThumbnail();
      files.sendAhead(evidence.hash(), received.file());
      var small = thumbnail;
      transaction.executeWithoutResult(status -> record(evidence, verdict, received.file(), small));
      return evidence;
    } finally {
      incoming.discard(received.file());
      if (thumbnail != null) {
        incoming.discard(thumbnail);
      }
    }
  }

  /** The same for what is no video without a conversation. */
  public Evidence add(ComplaintNumber number, InputStream content, String fileName, String kind, String note,
      boolean recordingConsent, String actor) {
    return add(number, content, fileName, kind, note, recordingConsent, false, actor);
  }

  /** An infected file is not kept; that somebody brought it is. */
  private InvalidInput refuse(ComplaintNumber number, String name, Incoming.Received received, String virus,
      String actor) {
    transaction.executeWithoutResult(status -> archives.append(number, List.of(new NewEntry("EVIDENCE_REFUSED",
        "拒收带病毒的文件：%s（%s）".formatted(virus, size(received.size())), actor, "UPLOAD", now(),
        Map.of("fileName", name, "hash", received.hash(), "size", received.size(), "virus", virus)))));
    return new InvalidInput("file", "文件带有病毒（%s），没有收下，已记入案卷；请先杀毒，再上传干净的文件".formatted(virus));
  }

  /** The evidence of a case in the order in which it came. */
  @Transactional(readOnly = true)
  public List<Evidence> list(ComplaintNumber number) {
    demandArchive(number);
    return jdbc.sql("select * from archive_evidence where number = ? order by added_at, arrival").param(number.value())
        .query((row, i) -> evidence(row)).list();
  }

  /** @throws UnknownEvidence if this case has no such evidence */
  @Transactional(readOnly = true)
  public EvidenceContent open(ComplaintNumber number, UUID id) {
    var evidence = jdbc.sql("select * from archive_evidence where id = ? and number = ?").params(id, number.value())
        .query((row, i) -> evidence(row)).optional().orElseThrow(() -> new UnknownEvidence(number));
    return new EvidenceContent(evidence, files.open(evidence.hash()));
  }

  /**
   * The small picture of a picture.
   *
   * @throws UnknownEvidence if this case has no such evidence, or it has no thumbnail
   */
  @Transactional(readOnly = true)
  public InputStream openThumbnail(ComplaintNumber number, UUID id) {
    var hash = jdbc.sql("select hash from archive_evidence where id = ? and number = ? and thumbnail")
        .params(id, number.value()).query((row, i) -> HexFormat.of().formatHex(row.getBytes(1))).optional()
        .orElseThrow(() -> new UnknownEvidence(number));
    return files.openThumbnail(hash);
  }

  /**
   * Removes what has no record: what a process left that ended between a file and its record, or while the store could
   * not be reached. What an open transaction is about to record stays. Looks at every name in the store, so it is for
   * the start and the night.
   *
   * @return how many files it removed
   * @throws EvidenceUnavailable if the store cannot be reached; what is left then goes the next time
   */
  public int cleanUp() {
    incoming.removeAbandoned();
    var removed = 0;
    try (var hashes = files.hashes()) {
      for (var all = hashes.iterator(); all.hasNext();) {
        var some = new LinkedHashSet<String>();
        while (all.hasNext() && some.size() < CLEAN_UP_BATCH) {
          some.add(all.next());
        }
        some.removeAll(recorded(some));
        for (var hash : some) {
          removed += Boolean.TRUE.equals(ownTransaction.execute(status -> removeUnused(hash))) ? 1 : 0;
        }
      }
    }
    if (removed > 0) {
      LOG.info("Removed {} files of evidence without a record", removed);
    }
    return removed;
  }

  private List<String> recorded(Set<String> hashes) {
    return jdbc.sql("select distinct encode(hash, 'hex') from archive_evidence where hash = any (?)")
        .param(hashes.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new)).query(String.class).list();
  }

  /**
   * Checks the evidence of a case against what the ledger says about it; reads every file. Evidence whose entry has
   * lost its payload by a destruction on record is not looked for.
   *
   * @return in Chinese what does not fit, empty when all is there unchanged
   */
  @Transactional(readOnly = true)
  public List<String> verify(ComplaintNumber number) {
    return verify(number, list(number));
  }

  /** @param registered what {@link #list} gave */
  List<String> verify(ComplaintNumber number, List<Evidence> registered) {
    var there = registered.stream().collect(Collectors.toMap(evidence -> evidence.id().toString(), e -> e));
    var findings = new ArrayList<String>();
    for (var entry : archives.entries(number)) {
      if (entry.kind().equals(ADDED) && entry.facts().get("id") instanceof String id) {
        var evidence = there.remove(id);
        if (evidence == null) {
          findings.add("第 " + entry.sequence() + " 条登记的证据不在册");
        } else if (!evidence.hash().equals(entry.facts().get("hash"))) {
          findings.add("第 " + entry.sequence() + " 条登记的证据被换成了另一份");
        } else if (differs(evidence, entry)) {
          findings.add("第 " + entry.sequence() + " 条登记的证据，其登记事项被改动");
        } else {
          check(entry.sequence(), evidence).ifPresent(findings::add);
        }
      }
    }
    there.values().forEach(evidence -> findings.add("证据 " + evidence.id() + " 没有入档记录"));
    return findings;
  }

  /**
   * Takes the files of a destroyed case from the store, all but those that are another case's evidence too. May be called
   * again after it broke off. Demands the caller's transaction.
   *
   * @throws EvidenceUnavailable if a file cannot be removed
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void removeFiles(ComplaintNumber number) {
    jdbc.sql("select encode(hash, 'hex') from evidence_removal where number = ? order by 1").param(number.value())
        .query(String.class).list().forEach(this::removeUnused);
    jdbc.sql("delete from evidence_removal where number = ?").param(number.value()).update();
  }

  /**
   * Checks the evidence of every case file that has or should have any.
   *
   * @param report takes the number and what does not fit, where something does not
   */
  public void verifyAll(BiConsumer<ComplaintNumber, List<String>> report) {
    jdbc.sql("""
            select number from archive where number in (select number from archive_evidence)
              or number in (select number from archive_entry where kind = 'EVIDENCE_ADDED') order by number""")
        .query(String.class).list().stream().filter(ComplaintNumber::isValid).map(ComplaintNumber::new).forEach(number -> {
          var findings = verify(number);
          if (!findings.isEmpty()) {
            report.accept(number, findings);
          }
        });
  }

  /** Whether the register says anything else of the evidence than the ledger; older entries do not hold the note. */
  private static boolean differs(Evidence evidence, Entry entry) {
    var facts = entry.facts();
    return !evidence.fileName().equals(facts.get("fileName"))
        || !Long.toString(evidence.size()).equals(String.valueOf(facts.get("size")))
        || !evidence.mediaType().equals(facts.get("mediaType")) || !evidence.kind().equals(facts.get("kind"))
        || !Objects.equals(evidence.recordingConsent(), facts.get("recordingConsent"))
        || evidence.noConversation() != Boolean.TRUE.equals(facts.get("noConversation"))
        || facts.containsKey("note") && !Objects.equals(evidence.note(), facts.get("note"))
        || !evidence.addedBy().equals(entry.actor()) || !evidence.addedAt().equals(entry.at());
  }

  private Optional<String> check(int sequence, Evidence evidence) {
    try {
      return files.isIntact(evidence.hash()) ? Optional.empty()
          : Optional.of("第 " + sequence + " 条登记的证据文件丢失或被改动");
    } catch (EvidenceUnavailable unreachable) {
      return Optional.of("第 " + sequence + " 条登记的证据文件现在读不到，没有核对");
    }
  }

  private static void check(String name, String kind, String note, boolean recordingConsent) {
    var errors = new ArrayList<FieldError>();
    if (name.isEmpty() || name.length() > NAME_LIMIT) {
      errors.add(new FieldError("file", "请给文件一个名称，不超过 " + NAME_LIMIT + " 个字"));
    }
    if (kind == null || !KIND.matcher(kind).matches()) {
      errors.add(new FieldError("kind", "请选择证据类别"));
    }
    if (note != null && note.length() > NOTE_LIMIT) {
      errors.add(new FieldError("note", "说明不能超过 " + NOTE_LIMIT + " 个字"));
    }
    if (kind != null && Evidence.isRecording(kind) && !recordingConsent) {
      errors.addAll(noConsent("audio/*").errors());
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }

  private static InvalidInput noConsent(String mediaType) {
    return new InvalidInput("recordingConsent", mediaType.startsWith("video/")
        ? "录像里有人谈话的，须经客户同意才能入档，请先取得同意并勾选；没有人谈话的，请勾选“录像中没有人的谈话”"
        : "录音须经客户同意才能入档，请先取得同意并勾选");
  }

  private void demandArchive(ComplaintNumber number) {
    if (jdbc.sql("select 1 from archive where number = ?").param(number.value()).query().listOfRows().isEmpty()) {
      throw new UnknownComplaint(number);
    }
  }

  private void record(Evidence evidence, VirusScan.Verdict verdict, Path file, Path thumbnail) {
    removeOnRollback(evidence.hash());
    var facts = facts(evidence);
    if (verdict.state() != OFF) {
      facts.put("virusScan", verdict.state().name());
    }
    archives.append(evidence.number(), List.of(new NewEntry(ADDED,
        "添加证据：%s，%s".formatted(MediaTypes.label(evidence.mediaType()), size(evidence.size())),
            evidence.addedBy(), "UPLOAD", evidence.addedAt(), facts)));
    lock(evidence.hash());
    jdbc.sql("insert into archive_evidence (id, number, hash, size, media_type, file_name, kind, note,"
            + " recording_consent, no_conversation, thumbnail, added_by, added_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(evidence.id(), evidence.number().value(), HexFormat.of().parseHex(evidence.hash()), evidence.size(),
            evidence.mediaType(), vault.seal(evidence.fileName()), evidence.kind(), vault.seal(evidence.note()),
            evidence.recordingConsent(), evidence.noConversation(), evidence.thumbnail(), evidence.addedBy(),
            Timestamp.from(evidence.addedAt()))
        .update();
    if (thumbnail != null) {
      files.keepThumbnail(evidence.hash(), thumbnail);
    }
    files.keep(evidence.hash(), file);
    completeness.supplemented(evidence.number(), evidence.addedBy(), evidence.addedAt());
    destruction.refuseClosed(evidence.number(), "file"); // it may have been restricted meanwhile
    events.publishEvent(new EvidenceAdded(evidence.number(), evidence.addedBy()));
  }

  /** What the ledger says of a piece. */
  static Map<String, Object> facts(Evidence evidence) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("id", evidence.id().toString());
    facts.put("fileName", evidence.fileName());
    facts.put("hash", evidence.hash());
    facts.put("size", evidence.size());
    facts.put("mediaType", evidence.mediaType());
    facts.put("kind", evidence.kind());
    facts.put("note", evidence.note());
    facts.put("recordingConsent", evidence.recordingConsent());
    facts.put("noConversation", evidence.noConversation());
    return facts;
  }

  // the same bytes may be another case's evidence, or become it just now on another node
  private void lock(String hash) {
    jdbc.sql("select pg_advisory_xact_lock(?)")
        .param(ByteBuffer.wrap(HexFormat.of().parseHex(hash)).getLong()).query(row -> { });
  }

  private void removeOnRollback(String hash) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCompletion(int status) {
        if (status != STATUS_COMMITTED) {
          removeUnusedIfPossible(hash);
        }
      }
    });
  }

  /** What cannot be removed now goes with the next clean-up. */
  private void removeUnusedIfPossible(String hash) {
    try {
      ownTransaction.executeWithoutResult(own -> removeUnused(hash));
    } catch (RuntimeException e) {
      LOG.warn("A file of evidence without a record is left for the clean-up: {}", e.toString());
    }
  }

  /** @return whether there was no record of it, so that it was removed */
  private boolean removeUnused(String hash) {
    lock(hash);
    var unused = jdbc.sql("select 1 from archive_evidence where hash = ? limit 1").param(HexFormat.of().parseHex(hash))
        .query().listOfRows().isEmpty();
    if (unused) {
      files.remove(hash);
    }
    return unused;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Evidence evidence(ResultSet row) throws SQLException {
    return new Evidence(row.getObject("id", UUID.class), new ComplaintNumber(row.getString("number")),
        HexFormat.of().formatHex(row.getBytes("hash")), row.getLong("size"), row.getString("media_type"),
        text(row.getBytes("file_name")), row.getString("kind"), text(row.getBytes("note")),
        row.getBoolean("recording_consent"), row.getBoolean("no_conversation"), row.getBoolean("thumbnail"), row.getString("added_by"),
        row.getTimestamp("added_at").toInstant());
  }

  /** One damaged name must not hide the rest of the evidence. */
  private String text(byte[] sealed) {
    try {
      return vault.open(sealed);
    } catch (Vault.SealBroken e) {
      return "（无法打开，请核验档案）";
    }
  }

  /** Without a path, as old browsers send it, and without control characters. */
  private static String plainName(String fileName) {
    return fileName == null ? "" : fileName.replaceAll(".*[/\\\\]", "").replaceAll("\\p{Cntrl}", "").strip();
  }

  private static String size(long bytes) {
    return bytes < 1024 * 1024
        ? Math.max(1, bytes / 1024) + " KB"
        : "%.1f MB".formatted(bytes / 1024.0 / 1024.0);
  }
}
