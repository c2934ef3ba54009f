package io.huiyin.archive;

import static io.huiyin.archive.CheckReport.Outcome.FAILED;
import static io.huiyin.archive.CheckReport.Outcome.NOT_APPLICABLE;
import static io.huiyin.archive.CheckReport.Outcome.PASSED;

import io.huiyin.archive.CheckReport.Result;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.privacy.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How each item of the four checks is found out. */
@Component
class CheckRules {

  /** Commands of two people that end together write their entries in the order of their commits. */
  private static final Duration TOLERANCE = Duration.ofMinutes(10);
  private static final List<String> BOLTS = List.of("archive_entry_append_only", "archive_kept",
      "archive_evidence_unchanged", "archive_root_append_only", "archive_root_head_append_only",
      "archive_check_append_only", "access_log_append_only");

  private final JdbcClient jdbc;
  private final Archives archives;
  private final ArchiveAudit audit;
  private final DailyRoots roots;
  private final EvidenceStore evidence;
  private final Incoming incoming;
  private final Completeness completeness;
  private final ObjectProvider<FilingRules> tables;
  private final Complaints complaints;
  private final CaseAccess access;
  private final Directory directory;
  private final Vault vault;
  private final Clock clock;

  CheckRules(JdbcClient jdbc, Archives archives, ArchiveAudit audit, DailyRoots roots, EvidenceStore evidence,
      Incoming incoming, Completeness completeness, ObjectProvider<FilingRules> tables, Complaints complaints,
      CaseAccess access, Directory directory, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.archives = archives;
    this.audit = audit;
    this.roots = roots;
    this.evidence = evidence;
    this.incoming = incoming;
    this.completeness = completeness;
    this.tables = tables;
    this.complaints = complaints;
    this.access = access;
    this.directory = directory;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * A file under check.
   *
   * @param evidence  as it is registered
   * @param chain     its check against chain and cover
   * @param known     up to which entry the actors were found to be people of the house before; some may have left
   * @param destroyed its contents were destroyed, on record, at the end of retention
   */
  record File(ComplaintNumber number, Instant openedAt, int head, boolean filed, List<Entry> entries,
      List<Evidence> evidence, Verification chain, int known, boolean destroyed) {
  }

  /** @throws UnknownComplaint if no case has this number */
  File open(ComplaintNumber number, int known) {
    var entries = archives.entries(number);
    var destroyed = entries.stream().anyMatch(entry -> entry.kind().equals(Archives.PAYLOADS_DESTROYED));
    return jdbc.sql("select opened_at, head_sequence, filed_at from archive where number = ?").param(number.value())
        .query((row, i) -> new File(number, row.getTimestamp(1).toInstant(), row.getInt(2),
            row.getTimestamp(3) != null, entries, evidence.list(number), audit.verifyChain(number), known, destroyed))
        .optional()
        .orElseThrow(() -> new UnknownComplaint(number));
  }

  Result check(CheckItem item, File file) {
    try {
      return switch (item) {
        case CHAIN -> found(item, Optional.ofNullable(file.chain().finding()));
        case DAILY_ROOT -> dailyRoot(file);
        case ACTORS -> actors(file);
        case TIMES -> times(file);
        case DOCUMENTS -> documents(file);
        case NUMBERING -> numbering(file);
        case PAYLOADS -> payloads(file);
        case EVIDENCE -> evidenceWhole(file);
        case DESCRIPTION -> description(file);
        case READABLE -> found(item, file.entries().stream().filter(entry -> entry.facts().containsKey("unreadable"))
            .map(entry -> "第 " + entry.sequence() + " 条的内容打不开").findFirst());
        case EVIDENCE_OPENS -> evidenceOpens(file);
        case PERSONAL_DATA -> personalData(file);
        case KEYS -> keys(file);
        case SENSITIVE -> sensitive(file);
        case SCANNED -> scanned(file);
        case CONSENT -> consent(file);
        case BOLTS -> bolts();
      };
    } catch (UncheckedIOException | EvidenceUnavailable | Vault.SealBroken e) {
      return new Result(item, FAILED, "检测没有做完：有内容读不出来");
    }
  }

  private static Result found(CheckItem item, Optional<String> finding) {
    return finding.map(text -> new Result(item, FAILED, text)).orElse(new Result(item, PASSED, null));
  }

  private static Result found(CheckItem item, List<String> findings) {
    return found(item, findings.isEmpty() ? Optional.empty() : Optional.of(String.join("；", findings)));
  }

  private static Result notApplicable(CheckItem item, String why) {
    return new Result(item, NOT_APPLICABLE, why);
  }

  private Result dailyRoot(File file) {
    return roots.covers(file.number()) ? found(CheckItem.DAILY_ROOT, roots.finding(file.number()))
        : notApplicable(CheckItem.DAILY_ROOT, "立卷后还没有做过每日存证");
  }

  private Result actors(File file) {
    return found(CheckItem.ACTORS, file.entries().stream().filter(entry -> entry.sequence() > file.known())
        .map(Entry::actor).distinct().filter(actor -> !actor.equals("system") && directory.person(actor).isEmpty())
        .map(actor -> "查无此人：" + actor).toList());
  }

  private Result times(File file) {
    var latest = file.openedAt();
    var now = clock.instant().plus(TOLERANCE);
    for (var entry : file.entries()) {
      if (entry.at().isBefore(latest.minus(TOLERANCE))) {
        return found(CheckItem.TIMES, Optional.of("第 " + entry.sequence() + " 条的时间早于"
            + (latest.equals(file.openedAt()) ? "立卷时间" : "前面的记录")));
      }
      if (entry.at().isAfter(now)) {
        return found(CheckItem.TIMES, Optional.of("第 " + entry.sequence() + " 条的时间晚于现在"));
      }
      latest = entry.at().isAfter(latest) ? entry.at() : latest;
    }
    return found(CheckItem.TIMES, Optional.empty());
  }

  private Result documents(File file) {
    if (file.destroyed()) {
      return notApplicable(CheckItem.DOCUMENTS, "内容已按规定销毁");
    }
    var required = tables.getObject().required(file.number());
    return required.isEmpty() ? notApplicable(CheckItem.DOCUMENTS, "规则表对这类投诉没有要求材料")
        : found(CheckItem.DOCUMENTS, completeness.missing(file.number(), required).stream()
            .map(document -> "缺" + document.words(directory)).toList());
  }

  private Result numbering(File file) {
    var entries = file.entries();
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i).sequence() != i + 1) {
        return found(CheckItem.NUMBERING, Optional.of("缺第 " + (i + 1) + " 条"));
      }
    }
    return found(CheckItem.NUMBERING, entries.size() == file.head() ? Optional.empty()
        : Optional.of("封面登记了 %d 条，实有 %d 条".formatted(file.head(), entries.size())));
  }

  private Result payloads(File file) {
    var lost = jdbc.sql("""
            select sequence from archive_entry e left join archive_payload p using (number, sequence)
            where number = :number and commitment <> :nothing and p.sealed is null
              and not exists (select 1 from archive_entry d
                where d.number = e.number and d.kind = :destroyed and d.sequence > e.sequence)
            order by sequence""")
        .param("number", file.number().value()).param("nothing", LedgerEntry.NOTHING)
        .param("destroyed", Archives.PAYLOADS_DESTROYED).query(Integer.class).list();
    return found(CheckItem.PAYLOADS, lost.isEmpty() ? Optional.empty()
        : Optional.of("第 %s 条的内容丢失".formatted(
            lost.stream().map(String::valueOf).collect(Collectors.joining("、")))));
  }

  private Result evidenceWhole(File file) {
    var findings = new ArrayList<>(evidence.verify(file.number(), file.evidence()));
    var sizes = file.evidence().stream()
        .collect(Collectors.toMap(one -> one.id().toString(), Evidence::size));
    file.entries().stream().filter(entry -> entry.kind().equals(EvidenceStore.ADDED)
            && entry.facts().get("size") instanceof Number recorded
            && sizes.getOrDefault(String.valueOf(entry.facts().get("id")), recorded.longValue()) != recorded.longValue())
        .forEach(entry -> findings.add("第 " + entry.sequence() + " 条登记的证据大小不符"));
    return sizes.isEmpty() && findings.isEmpty() ? notApplicable(CheckItem.EVIDENCE, "卷内没有证据材料")
        : found(CheckItem.EVIDENCE, findings);
  }

  private Result description(File file) {
    var findings = new ArrayList<>(file.chain().cover());
    if (!file.filed() && findings.isEmpty()) {
      return notApplicable(CheckItem.DESCRIPTION, "尚未归档");
    }
    jdbc.sql("""
            select array_to_string(array_remove(array[
              case when category is null then '类别' end, case when urgency is null then '紧急程度' end,
              case when status = 'PENDING' then '处理状态' end,
              case when retention_until is null then '保管期限' end,
              case when coalesce(legal_basis, '') = '' then '保管依据' end], null), '、')
            from archive where number = ? and filed_at is not null""").param(file.number().value()).query(String.class)
        .optional().filter(missing -> !missing.isEmpty()).map("没有著录："::concat).ifPresent(findings::add);
    return found(CheckItem.DESCRIPTION, findings);
  }

  private Result evidenceOpens(File file) {
    return file.evidence().isEmpty() ? notApplicable(CheckItem.EVIDENCE_OPENS, "卷内没有证据材料")
        : found(CheckItem.EVIDENCE_OPENS, file.evidence().stream().flatMap(one -> fault(one).stream()).toList());
  }

  private Optional<String> fault(Evidence one) {
    try {
      // evidence in clear: only where it goes when the process has ended
      var copy = Files.createTempFile(incoming.directory(), "check", ".part");
      try (var content = evidence.open(one.number(), one.id()).stream()) {
        Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
        return MediaTypes.accept(copy, one.fileName()).equals(one.mediaType()) ? Optional.empty()
            : Optional.of("证据 " + one.id() + " 的格式与登记的不符");
      } catch (InvalidInput e) {
        return Optional.of("证据 " + one.id() + " 不是可以长期保存的格式");
      } finally {
        Files.delete(copy);
      }
    } catch (IOException | UncheckedIOException | EvidenceUnavailable e) {
      return Optional.of("证据 " + one.id() + " 打不开");
    }
  }

  private Result personalData(File file) {
    if (file.destroyed()) {
      return notApplicable(CheckItem.PERSONAL_DATA, "内容已按规定销毁");
    }
    complaints.personalData(file.number());
    complaints.contacts(file.number());
    return found(CheckItem.PERSONAL_DATA, Optional.empty());
  }

  private Result keys(File file) {
    var used = jdbc.sql("""
            select distinct encode(substring(sealed from 2 for get_byte(sealed, 0)), 'escape') from (
              select sealed from archive_payload where number = :number
              union all select file_name from archive_evidence where number = :number
              union all select note from archive_evidence where number = :number and note is not null
              union all select reason from archive_waiver where number = :number and reason is not null) s""")
        .param("number", file.number().value()).query(String.class).list();
    return found(CheckItem.KEYS,
        used.stream().filter(key -> !vault.knows(key)).map("没有配置密钥 "::concat).toList());
  }

  private Result sensitive(File file) {
    if (!complaints.get(file.number()).sensitive()) {
      return notApplicable(CheckItem.SENSITIVE, "不是高度敏感案卷");
    }
    var handled = file.entries().stream().map(Entry::actor).collect(Collectors.toSet());
    return found(CheckItem.SENSITIVE, access.lasting(file.number().value()).stream()
        .filter(person -> !handled.contains(person)).map(person -> "没有经办过本案的" + directory.personName(person) + "也能一直查看")
        .toList());
  }

  private Result scanned(File file) {
    var added = file.entries().stream().filter(entry -> entry.kind().equals(EvidenceStore.ADDED)
        && entry.facts().containsKey("virusScan")).toList();
    return added.isEmpty() ? notApplicable(CheckItem.SCANNED, "卷内没有在启用病毒扫描后入档的证据")
        : found(CheckItem.SCANNED, added.stream().filter(entry -> !"CLEAN".equals(entry.facts().get("virusScan")))
            .map(entry -> "第 " + entry.sequence() + " 条登记的证据没有扫描").toList());
  }

  private Result consent(File file) {
    var recordings = file.evidence().stream().filter(Evidence::isRecording).toList();
    return recordings.isEmpty() ? notApplicable(CheckItem.CONSENT, "卷内没有录音录像")
        : found(CheckItem.CONSENT, recordings.stream().filter(one -> !one.isAgreed())
            .map(one -> (one.mediaType().startsWith("video/") ? "录像 " : "录音 ") + one.id() + " 没有客户同意的记录").toList());
  }

  private Result bolts() {
    var on = jdbc.sql("select tgname from pg_trigger where tgenabled in ('O', 'A') and tgname = any (?)")
        .param(BOLTS.toArray(String[]::new)).query(String.class).list();
    return found(CheckItem.BOLTS, BOLTS.stream().filter(bolt -> !on.contains(bolt)).map("未启用："::concat).toList());
  }
}
