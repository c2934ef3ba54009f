package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import java.util.List;

/**
 * The case files: one per complaint number, opened at registration, only ever appended to. [000] Every call but
 * {@link #open} throws {@link UnknownComplaint} for a number without a file.
 */
public interface Archives {

  /**
   * Kind of the entry that says, on the record, that the payloads of all entries before it were destroyed. A
   * payload that is missing without such an entry after it is a finding.
   */
  String PAYLOADS_DESTROYED = "PAYLOADS_DESTROYED";

  /** Opens the empty file of a complaint. Demands the caller's transaction. */
  void open(ComplaintNumber number);

  /**
   * Puts entries on record in the given order. From here on the case cannot be destroyed until the transaction ends. Demands
   * the caller's transaction.
   *
   * @throws InvalidInput naming {@code number} if the file is destroyed: it takes nothing more
   */
  void append(ComplaintNumber number, List<NewEntry> entries);

  /**
   * The same for what the flow notes by itself, also when the file is destroyed: then without the facts, so that nothing
   * personal comes back.
   */
  void trace(ComplaintNumber number, List<NewEntry> entries);

  /** Why a destroyed file refuses, for the field that asked for it. */
  static InvalidInput destroyed(String field) {
    return new InvalidInput(field, "本案档案已销毁，不能再办理；如有新情况，请登记新的投诉");
  }

  /** The file, oldest entry first. */
  List<Entry> entries(ComplaintNumber number);

  /** User ids of who left entries of this kind, the latest first; reads no contents. */
  List<String> actors(ComplaintNumber number, String kind);

  /** Recomputes the whole chain and names the first entry that does not fit. */
  Verification verify(ComplaintNumber number);
}
