package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldReader;
import io.huiyin.flow.model.Case;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/**
 * What a message to a running case says, taken out of the process.
 *
 * @param fields what came in, for the record
 * @param in     reads the fields and collects what is wrong with them
 */
record ReceivedMessage(ComplaintNumber number, Map<String, Object> fields, FieldReader in) {

  static ReceivedMessage take(DelegateExecution execution, Clock clock, String... names) {
    var fields = Case.take(execution, Set.of(names));
    return new ReceivedMessage(Case.number(execution), fields, new FieldReader(fields, clock.instant()));
  }

  /** Why; nothing may be moved without a reason. */
  String reason() {
    return in.requiredText("reason", 1_000);
  }
}
