package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.util.List;

/** Port: what the rule tables say about the archive of a case. Implemented over the deployed tables. */
public interface FilingRules {

  /** What the file must hold; empty for a case that ended without being handled. */
  List<RequiredDocument> required(ComplaintNumber number);
}
