package io.huiyin.complaint;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person or another system tells a running case, with the fields that go with it. Here a field must be known
 * and, where required, filled; what may stand in it is the flow's to check, for messages come over the engine too.
 */
public enum CaseMessage {
  CONTACT("CustomerContacted", Set.of("direction", "channel", "summary"), Set.of("at", "substantive")),
  WITHDRAWAL("ComplaintWithdrawn", Set.of("reason"), Set.of()),
  REOPENING("ComplaintReopened", Set.of("reason"), Set.of()),
  URGE("Urged", Set.of("reason"), Set.of()),
  PAUSE("ClockPaused", Set.of("reason"), Set.of()),
  RESUMPTION("ClockResumed", Set.of(), Set.of()),
  EXTENSION("ExtensionRequested", Set.of("extendBy", "reason"), Set.of("clock", "interimMeasures")),
  REGRADING("ComplaintRegraded", Set.of("reason"), Set.of("priority", "severity", "complexity"));

  private static final int LONGEST = 4_000;

  private final String message;
  private final Set<String> required;
  private final Set<String> optional;

  CaseMessage(String message, Set<String> required, Set<String> optional) {
    this.message = message;
    this.required = required;
    this.optional = optional;
  }

  /**
   * Tells the case.
   *
   * @throws InvalidInput naming every field that is unknown, missing or no text
   * @throws ComplaintFlow.NotWaiting if the case does not wait for this now
   */
  public void tell(ComplaintFlow flow, ComplaintNumber number, Map<String, Object> body, Instant now) {
    var in = new FieldReader(body, now);
    var known = new TreeSet<>(required);
    known.addAll(optional);
    in.refuseUnknown(known);
    required.forEach(field -> in.requiredText(field, LONGEST));
    optional.stream().filter(field -> !field.equals("substantive")).forEach(field -> in.text(field, LONGEST));
    if (in.isFaulty()) {
      readValues(in);
      in.throwIfFaulty();
    }
    var fields = new HashMap<>(body);
    fields.values().removeIf(Objects::isNull);
    flow.tell(number, message, fields);
  }

  /** What the flow will not get to read is read here, so that one answer names it with the other faults. */
  private static void readValues(FieldReader in) {
    readCode(in, "direction", Direction.class);
    readCode(in, "channel", Channel.class);
    readCode(in, "priority", Priority.class);
    readCode(in, "severity", Severity.class);
    readCode(in, "complexity", Complexity.class);
    if (in.fine("at")) {
      in.past("at");
    }
  }

  private static <E extends Enum<E>> void readCode(FieldReader in, String field, Class<E> codes) {
    if (in.fine(field)) {
      in.optional(field, codes);
    }
  }
}
