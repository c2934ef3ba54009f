package io.huiyin.complaint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.database.PerTransaction;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * All complaints. Every write belongs to a step of the flow and demands its transaction, so that the case and the
 * token move together or not at all.
 */
@Repository
public class Complaints {

  /** Initial record within 30 minutes after the contact ended, else marked late. [000] */
  private static final Duration RECORD_WITHIN = Duration.ofMinutes(30);
  /** Window of the repeat analysis. [ours] */
  private static final Duration REPEAT_WINDOW = Duration.ofDays(365);
  /** "Within one month" = the 30 days up to now. [003, ours] */
  private static final Duration ISSUE_POINT_WINDOW = Duration.ofDays(30);

  private final JdbcClient jdbc;
  private final Vault vault;
  private final ObjectMapper json;
  private final Clock clock;
  private final ZoneId zone;
  /** A step of the flow asks many times for the one case it is about. */
  private final PerTransaction<Map<ComplaintNumber, Complaint>> known = new PerTransaction<>(HashMap::new);

  Complaints(JdbcClient jdbc, Vault vault, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.json = json;
    this.clock = clock;
    this.zone = clock.getZone();
  }

  /**
   * Looks back for the triage: is this customer known with the same matter, does the issue point pile up? Until the
   * caller commits, nobody else counts the same issue point, so that of two that come together one is the later.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public TriageFacts lookBack(Registration registration) {
    return new TriageFacts(isRepeat(registration, registration.category()),
        registration.issuePoint() == null ? 1 : 1 + count(registration.issuePoint()));
  }

  /** Whether the same customer complained about the same category or product in the last 12 months. [001; window ours] */
  @Transactional(readOnly = true)
  public boolean isRepeat(Registration registration, String category) {
    var hashes = contactHashes(registration.personal());
    return !hashes.isEmpty() && jdbc.sql("""
            select exists (select 1 from complaint c join complaint_contact_hash h using (number)
             where h.hash in (:hashes) and c.registered_at > :since
               and (c.category = :category or c.product = :product))""")
        .param("hashes", hashes.stream().map(ContactHash::hash).toList())
        .param("since", Timestamp.from(clock.instant().minus(REPEAT_WINDOW)))
        .param("category", category).param("product", registration.product())
        .query(Boolean.class).single();
  }

  private int count(String issuePoint) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))").param("issue-point:" + issuePoint)
        .query(row -> { });
    return jdbc.sql("select count(*) from complaint where issue_point = ? and registered_at > ?")
        .params(issuePoint, Timestamp.from(clock.instant().minus(ISSUE_POINT_WINDOW)))
        .query(Integer.class).single();
  }

  /**
   * The complaint turns out to be about this issue point. Nobody else counts it until the caller commits.
   *
   * @return the complaints about it within 30 days, this one included [003]
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int aboutIssuePoint(ComplaintNumber number, String issuePoint) {
    changed(number, jdbc.sql("update complaint set issue_point = ? where number = ? returning *")
        .params(issuePoint, number.value()));
    return count(issuePoint);
  }

  /** The cases about this issue point of the last 30 days that nobody has settled with the customer yet. [003] */
  @Transactional(readOnly = true)
  public List<Complaint> openAbout(String issuePoint, Severity severity) {
    return jdbc.sql("""
            select * from complaint where issue_point = ? and registered_at > ? and severity = ?
              and status in ('REGISTERED', 'IN_PROGRESS', 'RESULT_TOLD') order by number""")
        .params(issuePoint, Timestamp.from(clock.instant().minus(ISSUE_POINT_WINDOW)), severity.name())
        .query(Complaints::complaint).list();
  }

  /**
   * Earlier complaints of the same customer, known by phone or e-mail, about the same category or product in the 12
   * months before; the latest first. [001; window ours]
   */
  @Transactional(readOnly = true)
  public List<Complaint> earlierOfSameCustomer(Complaint complaint) {
    return jdbc.sql("""
            select c.* from complaint c
            where (c.registered_at, c.number) < (:until, :number) and c.registered_at > :since
              and (c.category = :category or c.product = :product)
              and exists (select 1 from complaint_contact_hash mine join complaint_contact_hash theirs using (hash, kind)
                where mine.number = :number and theirs.number = c.number)
            order by c.registered_at desc, c.number desc""")
        .param("number", complaint.number().value()).param("until", Timestamp.from(complaint.registeredAt()))
        .param("since", Timestamp.from(complaint.registeredAt().minus(REPEAT_WINDOW)))
        .param("category", complaint.category().name()).param("product", complaint.product())
        .query(Complaints::complaint).list();
  }

  /** The numbers of a customer's complaints by the whole phone number or e-mail address; empty for any other text. */
  @Transactional(readOnly = true)
  public Optional<List<String>> ofCustomer(String phoneOrEmail) {
    var hash = phoneOrEmail.contains("@") ? email(phoneOrEmail)
        : phoneOrEmail.matches("[+]?[0-9][0-9 \\-()]{4,24}") ? phone(phoneOrEmail) : null;
    return Optional.ofNullable(hash).map(known -> jdbc.sql("""
            select number from complaint_contact_hash where hash = ? and kind = ?""")
        .params(known.hash, known.kind).query(String.class).list());
  }

  /** The complaint turns out to be a repeat one. [001] */
  @Transactional(propagation = Propagation.MANDATORY)
  public void markRepeat(ComplaintNumber number) {
    changed(number, jdbc.sql("update complaint set repeat = true where number = ? returning *")
        .param(number.value()));
  }

  /** Reads the case as it stands and lets nobody else change it until the caller commits. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Complaint lock(ComplaintNumber number) {
    return changed(number, jdbc.sql("select * from complaint where number = ? for update").param(number.value()));
  }

  /** A closed case is taken up again by another process; what was closed stays closed at its time. [000] */
  @Transactional(propagation = Propagation.MANDATORY)
  public Complaint reopen(ComplaintNumber number, String processInstanceId) {
    return changed(number, jdbc.sql("""
            update complaint set round = round + 1, status = 'IN_PROGRESS', process_instance_id = ?, last_closed_at = null,
              filed = false
            where number = ? returning *""")
        .params(processInstanceId, number.value()));
  }

  /** The archive is filed: from now on other rules say who may read it. [000] */
  @Transactional(propagation = Propagation.MANDATORY)
  public void filed(ComplaintNumber number) {
    jdbc.sql("update complaint set filed = true where number = ?").param(number.value()).update();
  }

  @Transactional(readOnly = true)
  public boolean isFiled(ComplaintNumber number) {
    return jdbc.sql("select filed from complaint where number = ?").param(number.value()).query(Boolean.class)
        .optional().orElse(false);
  }

  /** When the case was closed last, or {@code null} while it is open: from here its retention counts. [000] */
  @Transactional(readOnly = true)
  public Instant lastClosedAt(ComplaintNumber number) {
    return jdbc.sql("select last_closed_at from complaint where number = ?").param(number.value())
        .query((row, i) -> row.getTimestamp(1)).list().stream().filter(at -> at != null).findFirst()
        .map(Timestamp::toInstant).orElse(null);
  }

  /**
   * Numbers the complaint and opens its row. The serial's row stays locked until the caller commits, so numbers are
   * free of gaps and a failed registration uses none. [001]
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Complaint register(Registration in, Category category, Ratings ratings, boolean sensitive, boolean repeat,
      String registeredBy, String processInstanceId) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var day = now.atZone(zone).toLocalDate();
    var late = in.contactEndedAt() != null && in.contactEndedAt().plus(RECORD_WITHIN).isBefore(now);
    var sealed = vault.seal(write(in.personal()));
    var serial = jdbc.sql("""
            insert into complaint_serial (day, department, last) values (?, ?, 1)
            on conflict (day, department) do update set last = complaint_serial.last + 1 returning last""")
        .params(day, in.department()).query(Integer.class).single();
    var number = ComplaintNumber.of(day, in.department(), serial);
    jdbc.sql("""
            insert into complaint (number, registered_at, registered_by, department, channel, category, issue_point,
              product, member_level, claim_amount, group_size, safety_risk, major_property_loss, basic_use_lost,
              media_risk, occurred_at, contact_ended_at, late_record, external_reference, priority, severity,
              complexity, sensitive, repeat, status, process_instance_id, personal)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'REGISTERED', ?, ?)""")
        .params(number.value(), Timestamp.from(now), registeredBy, in.department(), in.channel().name(),
            category.name(), in.issuePoint(), in.product(), in.memberLevel(), in.claimAmount(), in.groupSize(),
            in.safetyRisk(), in.majorPropertyLoss(), in.basicUseLost(), in.mediaOrRegulatorRisk(),
            timestamp(in.occurredAt()), timestamp(in.contactEndedAt()), late, in.externalReference(),
            ratings.priority().name(), ratings.severity().name(), ratings.complexity().name(), sensitive, repeat,
            processInstanceId, sealed)
        .update();
    var hashes = contactHashes(in.personal());
    if (!hashes.isEmpty()) {
      jdbc.sql("""
              insert into complaint_contact_hash (hash, kind, number)
              select hash, kind, ? from unnest(?, ?) as h (hash, kind)""")
          .params(number.value(), hashes.stream().map(ContactHash::hash).toArray(String[]::new),
              hashes.stream().map(ContactHash::kind).toArray(String[]::new)).update();
    }
    return remember(new Complaint(number, now, registeredBy, in.channel(), category, in.issuePoint(), in.product(),
        in.memberLevel(), in.claimAmount(), in.groupSize(), ratings, in.safetyRisk(), sensitive, false, repeat, late, null,
        CaseStatus.REGISTERED, in.externalReference(), processInstanceId, 1, null, 0, 0));
  }

  /** @throws UnknownComplaint if there is none */
  @Transactional(readOnly = true)
  public Complaint get(ComplaintNumber number) {
    return find(number).orElseThrow(() -> new UnknownComplaint(number));
  }

  @Transactional(readOnly = true)
  public Optional<Complaint> find(ComplaintNumber number) {
    var complaint = known.get().get(number);
    return complaint != null ? Optional.of(complaint)
        : jdbc.sql("select * from complaint where number = ?").param(number.value())
            .query(Complaints::complaint).optional().map(this::remember);
  }

  /** Opens the sealed part. The caller has made sure that it may be seen, and logs it where that is asked for. */
  @Transactional(readOnly = true)
  public PersonalData personalData(ComplaintNumber number) {
    return jdbc.sql("select personal from complaint where number = ?").param(number.value())
        .query((row, i) -> read(vault.open(row.getBytes(1)))).optional()
        .orElseThrow(() -> new UnknownComplaint(number));
  }

  /**
   * Sets what the supervisor on duty decided, or a later re-grading.
   *
   * @param sensitive takes no mark off, not even one that came in this moment; see {@link #markSensitive}
   * @param leadUnit {@code null} leaves what is
   * @param status   {@code null} leaves what is
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void classify(ComplaintNumber number, Category category, Ratings ratings, boolean sensitive,
      String leadUnit, CaseStatus status) {
    changed(number, jdbc.sql("""
            update complaint set category = ?, priority = ?, severity = ?, complexity = ?, sensitive = sensitive or ?,
              lead_unit = coalesce(?, lead_unit),
              status = coalesce(?, status)
            where number = ? returning *""")
        .params(category.name(), ratings.priority().name(), ratings.severity().name(), ratings.complexity().name(),
            sensitive, leadUnit, status == null ? null : status.name(), number.value()));
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void status(ComplaintNumber number, CaseStatus status) {
    var closes = switch (status) {
      case DECLINED, EXPLAINED, WITHDRAWN, CLOSED, FILED -> true;
      default -> false;
    };
    changed(number, jdbc.sql("""
            update complaint set status = ?, closed_at = coalesce(closed_at, ?),
              last_closed_at = coalesce(last_closed_at, ?) where number = ? returning *""")
        .params(status.name(), closes ? Timestamp.from(clock.instant()) : null,
            closes ? Timestamp.from(clock.instant()) : null, number.value()));
  }

  /** The customer objects to the result: one more round. Returns the new round. [001] */
  @Transactional(propagation = Propagation.MANDATORY)
  public int nextRound(ComplaintNumber number) {
    return changed(number, jdbc.sql("""
            update complaint set round = round + 1, status = 'IN_PROGRESS' where number = ? returning *""")
        .param(number.value())).round();
  }

  /** A step is given back to the one before (退回). Returns the case with its new count. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Complaint countReturn(ComplaintNumber number) {
    return changed(number, jdbc.sql("update complaint set returns = returns + 1 where number = ? returning *")
        .param(number.value()));
  }

  /** Somebody presses for the case (催办). Its row stays locked until the caller commits. Returns the case with its new count. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Complaint countUrge(ComplaintNumber number) {
    return changed(number, jdbc.sql("update complaint set urges = urges + 1 where number = ? returning *")
        .param(number.value()));
  }

  /** The customer wants the data gone and the law says keep: from now on the case is only stored. [PIPL 47] */
  @Transactional(propagation = Propagation.MANDATORY)
  public void restrict(ComplaintNumber number) {
    changed(number, jdbc.sql("""
            update complaint set restricted_at = coalesce(restricted_at, ?) where number = ? returning *""")
        .params(Timestamp.from(clock.instant()), number.value()));
  }

  /** The case may be handled again as any other. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void liftRestriction(ComplaintNumber number) {
    changed(number, jdbc.sql("update complaint set restricted_at = null where number = ? returning *")
        .param(number.value()));
  }

  /** From now on the case is for named persons only, or for whoever handles cases like it. [000] */
  @Transactional(propagation = Propagation.MANDATORY)
  public void markSensitive(ComplaintNumber number, boolean sensitive) {
    changed(number, jdbc.sql("update complaint set sensitive = ? where number = ? returning *")
        .params(sensitive, number.value()));
  }

  /** Puts a communication record on file. [001] */
  @Transactional(propagation = Propagation.MANDATORY)
  public void addContact(ComplaintNumber number, Contact contact) {
    jdbc.sql("""
            insert into complaint_contact (number, at, recorded_at, recorded_by, direction, channel, summary)
            values (?, ?, ?, ?, ?, ?, ?)""")
        .params(number.value(), Timestamp.from(contact.at()), Timestamp.from(clock.instant()), contact.recordedBy(),
            contact.direction().name(), contact.channel().name(), vault.seal(contact.summary())).update();
  }

  @Transactional(readOnly = true)
  public List<Contact> contacts(ComplaintNumber number) {
    return jdbc.sql("select * from complaint_contact where number = ? order by at, id").param(number.value())
        .query((row, i) -> new Contact(row.getTimestamp("at").toInstant(),
            Direction.valueOf(row.getString("direction")), Channel.valueOf(row.getString("channel")),
            vault.open(row.getBytes("summary")), row.getString("recorded_by"))).list();
  }

  private Complaint changed(ComplaintNumber number, StatementSpec update) {
    return remember(update.query(Complaints::complaint).optional().orElseThrow(() -> new UnknownComplaint(number)));
  }

  private Complaint remember(Complaint complaint) {
    known.get().put(complaint.number(), complaint);
    return complaint;
  }

  private record ContactHash(String kind, String hash) {
  }

  private List<ContactHash> contactHashes(PersonalData person) {
    var hashes = new ArrayList<ContactHash>();
    if (person.customerPhone() != null) {
      hashes.add(phone(person.customerPhone()));
    }
    if (person.customerEmail() != null) {
      hashes.add(email(person.customerEmail()));
    }
    return hashes;
  }

  private ContactHash phone(String phone) {
    var national = phone.replaceAll("\\D", "").replaceFirst("^(?:00)?86(?=1\\d{10}$)", "");
    return new ContactHash("phone", vault.lookupHash("phone:" + national));
  }

  private ContactHash email(String address) {
    return new ContactHash("email", vault.lookupHash("email:" + address.toLowerCase(Locale.ROOT)));
  }

  static Complaint complaint(ResultSet row, int ignored) throws SQLException {
    var closedAt = row.getTimestamp("closed_at");
    return new Complaint(new ComplaintNumber(row.getString("number")), row.getTimestamp("registered_at").toInstant(),
        row.getString("registered_by"), Channel.valueOf(row.getString("channel")),
        Category.valueOf(row.getString("category")), row.getString("issue_point"), row.getString("product"),
        row.getString("member_level"), row.getBigDecimal("claim_amount"), row.getInt("group_size"),
        new Ratings(Priority.valueOf(row.getString("priority")), Severity.valueOf(row.getString("severity")),
            Complexity.valueOf(row.getString("complexity"))),
        row.getBoolean("safety_risk"), row.getBoolean("sensitive"),
        row.getTimestamp("restricted_at") != null, row.getBoolean("repeat"), row.getBoolean("late_record"), row.getString("lead_unit"), CaseStatus.valueOf(row.getString("status")), row.getString("external_reference"),
        row.getString("process_instance_id"), row.getInt("round"), closedAt == null ? null : closedAt.toInstant(),
        row.getInt("returns"), row.getInt("urges"));
  }

  private static Timestamp timestamp(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private String write(PersonalData data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write personal data");
    }
  }

  private PersonalData read(String text) {
    try {
      return text == null ? new PersonalData(null, null, null, null, null, null, null, null)
          : json.readValue(text, PersonalData.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read personal data");
    }
  }
}
