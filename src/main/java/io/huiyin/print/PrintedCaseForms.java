package io.huiyin.print;

import io.huiyin.archive.Archives;
import io.huiyin.archive.CaseForms;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.archive.PrintedForm;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.CorrectiveActions;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Responsibilities;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.CaseCopies;
import io.huiyin.identity.Directory;
import io.huiyin.print.CaseRecord.Circumstances;
import io.huiyin.sla.Clocks;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Prints the forms of a case. The caller has checked that they may be seen, and puts on record who printed. */
@Service
@Transactional(readOnly = true)
public class PrintedCaseForms implements CaseForms {

  /**
   * Whether a case has a form.
   *
   * @param missing why it has not, or {@code null}
   */
  public record Offer(CaseForm form, String missing) {
  }

  private final Complaints complaints;
  private final Archives archives;
  private final Clocks clocks;
  private final EvidenceStore evidence;
  private final Responsibilities responsibilities;
  private final CorrectiveActions actions;
  private final CaseCopies copies;
  private final Directory directory;
  private final FormLabels labels;
  private final PdfPrinter printer;
  private final JdbcClient jdbc;
  private final Clock clock;

  PrintedCaseForms(Complaints complaints, Archives archives, Clocks clocks, EvidenceStore evidence,
      Responsibilities responsibilities, CorrectiveActions actions, CaseCopies copies, Directory directory,
      FormLabels labels, PdfPrinter printer, JdbcClient jdbc, Clock clock) {
    this.complaints = complaints;
    this.archives = archives;
    this.clocks = clocks;
    this.evidence = evidence;
    this.responsibilities = responsibilities;
    this.actions = actions;
    this.copies = copies;
    this.directory = directory;
    this.labels = labels;
    this.printer = printer;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<PrintedForm> print(ComplaintNumber number) {
    var record = record(number, true);
    return Stream.of(CaseForm.values()).filter(form -> form.missing(record).isEmpty())
        .map(form -> print(form, record)).toList();
  }

  /** All forms, those included that the case does not have (yet). */
  public List<Offer> offers(ComplaintNumber number) {
    var record = record(number, false);
    return Stream.of(CaseForm.values()).map(form -> new Offer(form, form.missing(record).orElse(null))).toList();
  }

  /**
   * One form.
   *
   * @param full     with name, phone and e-mail in full, else masked
   * @throws InvalidInput     naming {@code form} if the case does not have it (yet)
   * @throws UnknownComplaint if there is no such case
   */
  public PrintedForm print(ComplaintNumber number, CaseForm form, boolean full) {
    var record = record(number, full);
    form.missing(record).ifPresent(why -> {
      throw new InvalidInput("form", "《%s》现在不能打印：%s".formatted(form.title(), why));
    });
    return print(form, record);
  }

  private PrintedForm print(CaseForm form, CaseRecord record) {
    var last = record.entries().get(record.entries().size() - 1);
    var foot = "%s　%s　依据案卷第 1 至 %d 条记录（末条哈希 %s…）　打印时间 %s".formatted(record.complaint().number(), form.title(),
        last.sequence(), last.hash().substring(0, 8), record.minute(clock.instant()));
    return new PrintedForm(form.fileName(record), form.title(), printer.print(form.sheet(record), foot));
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
