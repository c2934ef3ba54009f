package io.huiyin.sla;

import io.huiyin.complaint.Ratings;
import java.util.List;

/** Port to the rule tables of time limits. */
public interface SlaPolicies {

  /** Every policy for a clock of this kind under these ratings; empty if the tables have no such time limit. */
  List<SlaPolicy> policiesFor(String clockKind, Ratings ratings);
}
