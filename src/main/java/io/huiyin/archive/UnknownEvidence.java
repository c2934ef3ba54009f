package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;

/** The case has no such evidence, be it that another case has. */
public class UnknownEvidence extends RuntimeException {

  UnknownEvidence(ComplaintNumber number) {
    super("投诉 " + number + " 没有这份证据");
  }
}
