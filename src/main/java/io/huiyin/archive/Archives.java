package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.util.List;

/** The case files: one per complaint number, opened at registration, only ever appended to. [000] */
public interface Archives {

  /** Opens the empty file of a complaint. Demands the caller's transaction. */
  void open(ComplaintNumber number);

  /** Puts entries on record in the given order. Demands the caller's transaction. */
  void append(ComplaintNumber number, List<NewEntry> entries);

  /** The file, oldest entry first. */
  List<Entry> entries(ComplaintNumber number);

  /** Recomputes the whole chain and names the first entry that does not fit. */
  Verification verify(ComplaintNumber number);
}
