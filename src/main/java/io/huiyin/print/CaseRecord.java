package io.huiyin.print;

import io.huiyin.archive.Entry;
import io.huiyin.archive.Evidence;
import io.huiyin.complaint.Channel;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.CorrectiveAction;
import io.huiyin.complaint.CorrectiveActions.MeasureState;
import io.huiyin.complaint.PersonalData;
import io.huiyin.complaint.ResponsibilitySplit;
import io.huiyin.identity.Directory;
import io.huiyin.sla.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that is on record about a case, read once for all its forms.
 *
 * @param person  masked unless the reader may see it in full
 * @param action  the corrective action of this very case, not one that it was linked to
 * @param readers whom the case was copied to: {@code user:<id>} or {@code group:<id>}
 */
record CaseRecord(Complaint complaint, PersonalData person, Circumstances circumstances, List<Entry> entries,
    List<Contact> contacts, List<Clock> clocks, List<Evidence> evidence, Optional<ResponsibilitySplit> split,
    Optional<CorrectiveAction> action, List<MeasureState> measures, List<String> readers, Directory directory,
    FormLabels labels, ZoneId zone) {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** What was told at registration, besides the narrative. */
  record Circumstances(Instant occurredAt, Instant contactEndedAt, boolean basicUseLost, boolean majorPropertyLoss,
      boolean mediaRisk) {
  }

  /** A task that somebody completed, and what was submitted. */
  final class Done {

    private final Entry entry;

    private Done(Entry entry) {
      this.entry = entry;
    }

    Instant at() {
      return entry.at();
    }

    boolean after(Done other) {
      return entry.sequence() > other.entry.sequence();
    }

    /** Who and when, as under a signature. */
    String signature() {
      return signed(entry.actor(), entry.at());
    }

    String by() {
      return name(entry.actor());
    }

    /** The field's value, or {@code null}. */
    String get(String field) {
      return entry.facts().get("submitted") instanceof Map<?, ?> fields && fields.get(field) != null
          ? fields.get(field).toString() : null;
    }

    /** What a person reads for the way by which the customer was reached. */
    String channel(String field) {
      var value = get(field);
      return value == null ? null : Channel.valueOf(value).label();
    }

    /** What a person reads for the choice that was made in this form's field. */
    String choice(String form, String field) {
      var value = get(field);
      return value == null ? null : labels.label(form, field, value);
    }
  }

  /** The completed tasks of these ids, oldest first. */
  List<Done> done(String... tasks) {
    var ids = Set.of(tasks);
    return entries.stream().filter(entry -> entry.kind().equals("TASK_COMPLETED"))
        .filter(entry -> entry.facts().get("task") instanceof String id && ids.contains(id.replace("userTask_", "")))
        .map(Done::new).toList();
  }

  Optional<Done> last(String... tasks) {
    return last(done(tasks).stream());
  }

  /** The entries of these kinds, oldest first. */
  List<Entry> of(String... kinds) {
    var wanted = Set.of(kinds);
    return entries.stream().filter(entry -> wanted.contains(entry.kind())).toList();
  }

  static <T> Optional<T> last(Stream<T> all) {
    return all.reduce((earlier, later) -> later);
  }

  String name(String userId) {
    return userId.equals("system") ? "系统" : directory.personName(userId);
  }

  String unit(String groupId) {
    return groupId == null ? null : directory.groupName(groupId);
  }

  String signed(String userId, Instant at) {
    return name(userId) + "　" + minute(at);
  }

  String minute(Instant at) {
    return at == null ? null : MINUTE.format(at.atZone(zone));
  }

  static String yes(boolean value) {
    return value ? "是" : "否";
  }
}
