package io.huiyin.print;

import io.huiyin.archive.Archives;
import io.huiyin.archive.CaseForms;
import io.huiyin.archive.Entry;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.archive.PrintedForm;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.CorrectiveActions;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Responsibilities;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.CaseCopies;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.print.CaseRecord.Circumstances;
import io.huiyin.sla.Clocks;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Prints the forms of a case. The caller has checked that the case may be seen. */
@Service
public class PrintedCaseForms implements CaseForms {

  /**
   * Whether a case has a form.
   *
   * @param missing why it has not, or {@code null}
   */
  public record Offer(String code, String title, String missing) {
  }

  private final Complaints complaints;
  private final Archives archives;
  private final Clocks clocks;
  private final EvidenceStore evidence;
  private final Responsibilities responsibilities;
  private final CorrectiveActions actions;
  private final CaseAccess access;
  private final CaseCopies copies;
  private final Directory directory;
  private final FormLabels labels;
  private final PdfPrinter printer;
  private final EndForms end;
  private final AccessLog log;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate transaction;

  PrintedCaseForms(Complaints complaints, Archives archives, Clocks clocks, EvidenceStore evidence,
      Responsibilities responsibilities, CorrectiveActions actions, CaseAccess access, CaseCopies copies,
      Directory directory, FormLabels labels, PdfPrinter printer, EndForms end, AccessLog log, JdbcClient jdbc, Clock clock,
      PlatformTransactionManager transactions) {
    this.complaints = complaints;
    this.archives = archives;
    this.clocks = clocks;
    this.evidence = evidence;
    this.responsibilities = responsibilities;
    this.actions = actions;
    this.access = access;
    this.copies = copies;
    this.directory = directory;
    this.labels = labels;
    this.printer = printer;
    this.end = end;
    this.log = log;
    this.jdbc = jdbc;
    this.clock = clock;
    transaction = new TransactionTemplate(transactions);
  }

  /** What stands in the file depends on the record alone, not on when it is printed. */
  @Override
  @Transactional(readOnly = true)
  public List<Draft> drafts(ComplaintNumber number) {
    var record = record(number, true);
    var at = last(record).at();
    return Stream.concat(Stream.of(CaseForm.values()).filter(form -> form.missing(record).isEmpty())
        .map(form -> draft(form, record, at, "")), end.drafts(number, at).stream()).toList();
  }

  /** All forms, those included that the case does not have (yet). */
  @Transactional(readOnly = true)
  public List<Offer> offers(ComplaintNumber number) {
    var record = record(number, false);
    return Stream.of(CaseForm.values()).map(form ->
        new Offer(form.code(), form.title(), form.missing(record).orElse(null))).toList();
  }

  /**
   * Prints one form for a person who may see the case, and puts that on record.
   *
   * @param code of {@link CaseForm}
   * @param full with name, phone and e-mail in full, else masked
   * @throws InvalidInput     naming {@code form} if there is no such form, the case does not have it (yet) or is only stored,
   *                          {@code full} if the person may not have that
   * @throws UnknownComplaint if there is no such case
   */
  public PrintedForm print(Person reader, ComplaintNumber number, String code, boolean full) {
    return transaction.execute(status -> draft(reader, number, code, full)).print();
  }

  private Draft draft(Person reader, ComplaintNumber number, String code, boolean full) {
    var form = CaseForm.of(code).orElseThrow(() -> new InvalidInput("form", "没有这种表单，请从表单清单中选择"));
    var complaint = complaints.get(number);
    if (full && !access.mayWork(reader, number.value(), complaint.sensitive(), CaseAction.UNMASK)) {
      throw new InvalidInput("full", "完整的联系方式只供本案的承办人、档案管理员和审计打印，请打印隐去联系方式的表单");
    }
    complaint.refuseRestricted("form");
    var record = record(number, full);
    form.missing(record).ifPresent(why -> {
      throw new InvalidInput("form", "《%s》现在不能打印：%s".formatted(form.title(), why));
    });
    if (full) {
      log.record(reader, number.value(), Action.UNMASK, form.code());
    }
    log.record(reader, number.value(), Action.PRINT, form.code());
    return draft(form, record, clock.instant(), "　打印时间 " + record.minute(clock.instant()) + "　" + reader.name());
  }

  private Draft draft(CaseForm form, CaseRecord record, Instant at, String printed) {
    var foot = "%s　%s　依据案卷第 1 至 %d 条记录（末条哈希 %s…）%s".formatted(record.complaint().number(), form.title(),
        last(record).sequence(), last(record).hash().substring(0, 8), printed);
    var sheet = form.sheet(record);
    return new Draft(form.fileName(record), form.title(), () -> printer.print(sheet, foot, at));
  }

  private static Entry last(CaseRecord record) {
    return record.entries().get(record.entries().size() - 1);
  }

  private CaseRecord record(ComplaintNumber number, boolean full) {
    var person = complaints.personalData(number);
    var action = actions.latest(number).filter(one -> one.number().equals(number));
    return new CaseRecord(complaints.get(number), full ? person : person.masked(), circumstances(number),
        archives.entries(number), complaints.contacts(number), clocks.of(number), evidence.list(number),
        responsibilities.split(number), action, action.map(actions::measures).orElse(List.of()),
        copies.of(number.value()).stream().map(CaseCopies.Copy::principal).toList(), directory, labels,
        clock.getZone());
  }

  private Circumstances circumstances(ComplaintNumber number) {
    return jdbc.sql("""
            select occurred_at, contact_ended_at, basic_use_lost, major_property_loss, media_risk
            from complaint where number = ?""").param(number.value())
        .query((row, i) -> new Circumstances(instant(row.getTimestamp(1)), instant(row.getTimestamp(2)),
            row.getBoolean(3), row.getBoolean(4), row.getBoolean(5))).single();
  }

  private static Instant instant(Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
