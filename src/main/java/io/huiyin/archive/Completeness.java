package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.Directory;
import io.huiyin.privacy.Vault;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whether a file holds what it must, and the filing that depends on it. [000] */
@Service
public class Completeness {

  private static final int RETENTION_YEARS = 3;

  private final JdbcClient jdbc;
  private final Archives archives;
  private final Vault vault;
  private final Directory directory;
  private final Clock clock;

  Completeness(JdbcClient jdbc, Archives archives, Vault vault, Directory directory,
      Clock clock) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.vault = vault;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * The mandatory documents of which the file holds no evidence and that nobody waived.
   *
   * @throws UnknownComplaint if no case has this number
   */
  @Transactional(readOnly = true)
  public List<RequiredDocument> missing(ComplaintNumber number, List<RequiredDocument> required) {
    openedAt(number);
    var there = new HashSet<>(jdbc.sql("""
        select kind from archive_evidence where number = :number
        union select code from archive_waiver where number = :number""")
        .param("number", number.value()).query(String.class).list());
    return required.stream().filter(document -> document.mandatory() && !there.contains(document.code())).toList();
  }

  /**
   * The archivist does without a document. Demands the caller's transaction.
   *
   * @throws InvalidInput if {@code code} or {@code reason} is empty, or the document was waived before
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void waive(ComplaintNumber number, String code, String reason, String actor) {
    var errors = new ArrayList<FieldError>();
    if (isBlank(code)) {
      errors.add(new FieldError("code", "请选择要免交的材料"));
    }
    if (isBlank(reason)) {
      errors.add(new FieldError("reason", "请写明免交的理由"));
    }
    refuse(errors);
    openedAt(number);
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var added = jdbc.sql("insert into archive_waiver (number, code, reason, waived_by, waived_at)"
            + " values (?, ?, ?, ?, ?) on conflict do nothing")
        .params(number.value(), code, vault.seal(reason.strip()), actor, Timestamp.from(at)).update();
    if (added == 0) {
      throw new InvalidInput("code", "这份材料已经免交过了");
    }
    archives.append(number, List.of(new NewEntry("DOCUMENT_WAIVED", "免交材料（类别 " + code + "），理由在详情中",
        actor, "ARCHIVE", at, Map.of("code", code, "reason", reason.strip()))));
  }

  /** How many documents the archivist does without. */
  @Transactional(readOnly = true)
  public int waivers(ComplaintNumber number) {
    return jdbc.sql("select count(*) from archive_waiver where number = ?").param(number.value()).query(Integer.class)
        .single();
  }

  /**
   * Files the archive, or files it anew after a supplement. Demands the caller's transaction.
   *
   * @param required the documents that the rule table asks of this case
   * @throws InvalidInput     naming {@code documents} with what is missing, {@code retentionUntil} (less than three
   *                          years after the opening or the last evidence [000][001]), {@code legalBasis},
   *                          {@code status}, {@code category}, {@code urgency}, or the parts of the paper's location
   * @throws UnknownComplaint if no case has this number
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void file(ComplaintNumber number, List<RequiredDocument> required, FilingFacts facts, String actor,
      Instant at) {
    var errors = new ArrayList<FieldError>();
    var missing = missing(number, required);
    if (!missing.isEmpty()) {
      errors.add(new FieldError("documents", missing.stream().map(document -> document.words(directory))
          .collect(Collectors.joining("、", "还缺材料：", "；请补齐，或由档案管理员写明理由免交"))));
    }
    var earliest = earliestEnd(number);
    if (facts.retentionUntil() == null || facts.retentionUntil().isBefore(earliest)) {
      errors.add(new FieldError("retentionUntil", "保管期限至少 3 年，不得早于 " + earliest));
    }
    if (isBlank(facts.legalBasis())) {
      errors.add(new FieldError("legalBasis", "请写明保管期限的依据"));
    }
    if (facts.status() != ArchiveStatus.CLOSED && facts.status() != ArchiveStatus.FOLLOW_UP) {
      errors.add(new FieldError("status", "归档时请选择已办结或需跟进"));
    }
    if (facts.category() == null) {
      errors.add(new FieldError("category", "请选择档案的类别"));
    }
    if (facts.urgency() == null) {
      errors.add(new FieldError("urgency", "请选择档案的紧急程度"));
    }
    var paper = facts.paperLocation() == null ? Map.<String, Object>of() : facts.paperLocation().facts();
    paper.forEach((part, value) -> {
      if (isBlank((String) value)) {
        errors.add(new FieldError(part, "有纸质材料的，请写全档案室、柜、盒、位置和钥匙保管人"));
      }
    });
    refuse(errors);
    var filedAt = at.truncatedTo(ChronoUnit.MICROS);
    var followUpSince = jdbc.sql("""
            update archive set status = :status, filed_at = :at, retention_until = :until, legal_basis = :basis,
              paper_location = :paper::jsonb, category = :category, urgency = :urgency,
              follow_up_since = case when :status = 'FOLLOW_UP' then coalesce(follow_up_since, :at) end
            where number = :number returning follow_up_since""")
        .param("status", facts.status().name()).param("at", Timestamp.from(filedAt)).param("until", facts.retentionUntil())
        .param("basis", facts.legalBasis().strip()).param("paper", paper.isEmpty() ? null : PayloadJson.write(paper))
        .param("category", facts.category().name()).param("urgency", facts.urgency().name())
        .param("number", number.value())
        .query((row, i) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant)).single();
    var entry = new LinkedHashMap<>(standing(facts.status(), followUpSince.orElse(null)));
    entry.put("filedAt", Canonical.at(filedAt));
    entry.put("category", facts.category().name());
    entry.put("urgency", facts.urgency().name());
    entry.put("retentionUntil", facts.retentionUntil().toString());
    entry.put("legalBasis", facts.legalBasis().strip());
    entry.put("paperLocation", paper);
    archives.append(number, List.of(new NewEntry("ARCHIVE_FILED",
        "归档：%s·%s·%s，保管至 %s".formatted(facts.category().label(), facts.status().label(), facts.urgency().label(),
            facts.retentionUntil()), actor, "ARCHIVE", filedAt, entry)));
  }

  /** How an entry says where the archive stands, for {@link CoverCheck}. */
  static Map<String, Object> standing(ArchiveStatus status, Instant followUpSince) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("status", status.name());
    facts.put("followUpSince", followUpSince == null ? null : Canonical.at(followUpSince));
    return facts;
  }

  /**
   * Keeps an archive that is filed already longer, because something happened from which its term counts anew: the
   * latest of closing, last supplement and verified corrective action. [000] Never shortens. Demands the caller's
   * transaction.
   *
   * @param reason one Chinese sentence for the file, without personal data
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void keepUntil(ComplaintNumber number, LocalDate until, String reason, String actor) {
    var kept = jdbc.sql("update archive set retention_until = :until"
            + " where number = :number and filed_at is not null and destroyed_at is null and retention_until < :until")
        .param("until", until).param("number", number.value()).update();
    if (kept > 0) {
      archives.append(number, List.of(new NewEntry("RETENTION_EXTENDED", "%s，保管期限延长至 %s".formatted(reason, until),
          actor, "ARCHIVE", clock.instant(), Map.of("retentionUntil", until.toString()))));
    }
  }

  /**
   * Something came into an archive that is filed already and not destroyed: it is to follow up again. [000]
   */
  void supplemented(ComplaintNumber number, String actor, Instant at) {
    followUp(number, "status = 'CLOSED' and filed_at is not null and destroyed_at is null", "归档后补充了材料，状态转为需跟进",
        actor, at);
  }

  /** The case is taken up again: its archive goes on and waits for being filed anew. [000: 需跟进] */
  @Transactional(propagation = Propagation.MANDATORY)
  public void reopen(ComplaintNumber number, String actor) {
    openedAt(number);
    followUp(number, "status <> 'FOLLOW_UP'", "案件重新办理，档案状态转为需跟进", actor,
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private void followUp(ComplaintNumber number, String where, String summary, String actor, Instant at) {
    if (jdbc.sql("update archive set status = 'FOLLOW_UP', follow_up_since = ? where number = ? and " + where)
        .params(Timestamp.from(at), number.value()).update() > 0) {
      archives.append(number, List.of(new NewEntry("FOLLOW_UP_OPENED", summary, actor, "ARCHIVE", at,
          standing(ArchiveStatus.FOLLOW_UP, at))));
    }
  }

  /** Closing is never before the opening, nor the last supplement before the last evidence. */
  private LocalDate earliestEnd(ComplaintNumber number) {
    var from = lastSupplementAt(number).orElseGet(() -> openedAt(number));
    return LocalDate.ofInstant(from, clock.getZone()).plusYears(RETENTION_YEARS);
  }

  /** When the last document came into the file. */
  @Transactional(readOnly = true)
  public Optional<Instant> lastSupplementAt(ComplaintNumber number) {
    return jdbc.sql("select max(added_at) from archive_evidence where number = ?").param(number.value())
        .query((row, i) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant)).single();
  }

  private Instant openedAt(ComplaintNumber number) {
    return jdbc.sql("select opened_at from archive where number = ?").param(number.value())
        .query(Timestamp.class).optional().orElseThrow(() -> new UnknownComplaint(number)).toInstant();
  }

  private static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
