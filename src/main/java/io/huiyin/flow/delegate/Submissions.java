package io.huiyin.flow.delegate;

import io.huiyin.archive.Archives;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.trace.TracePlugin;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** What people wrote into earlier forms, read back from the archive so that nobody types a thing twice. */
@Component
public class Submissions {

  private final Archives archives;
  private final TracePlugin trace;

  Submissions(Archives archives, TracePlugin trace) {
    this.archives = archives;
    this.trace = trace;
  }

  /** The field's latest value among the completed tasks of the case, or an empty text. */
  public String latest(ComplaintNumber number, String field) {
    trace.writeNow();
    var entries = archives.entries(number);
    for (var i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).facts().get("submitted") instanceof Map<?, ?> submitted && submitted.get(field) != null) {
        return submitted.get(field).toString();
      }
    }
    return "";
  }

  /** The fact's latest value among the entries of one kind, or an empty text. */
  public String latestOf(ComplaintNumber number, String kind, String fact) {
    trace.writeNow();
    return archives.entries(number).stream().filter(entry -> entry.kind().equals(kind))
        .map(entry -> entry.facts().get(fact)).filter(Objects::nonNull).map(Object::toString)
        .reduce("", (earlier, later) -> later);
  }
}
