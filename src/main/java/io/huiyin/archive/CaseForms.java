package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.util.List;

/** Port: the paper forms of a case as PDF, printed from the record. Implemented by module print. */
public interface CaseForms {

  /** Every form that the case has content for, with the full personal data, in the order of the handling. */
  List<PrintedForm> print(ComplaintNumber number);
}
