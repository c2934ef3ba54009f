package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.util.List;
import java.util.function.Supplier;

/** Port: the paper forms of a case as PDF, printed from the record. Implemented by module print. */
public interface CaseForms {

  /**
   * A form with all that stands on it. Printing takes its turn after others, so it is for when the transaction has ended.
   *
   * @param fileName as {@link PrintedForm}
   * @param title    as {@link PrintedForm}
   */
  record Draft(String fileName, String title, Supplier<byte[]> pdf) {

    /** Demands that there is no transaction. */
    public PrintedForm print() {
      return new PrintedForm(fileName, title, pdf.get());
    }
  }

  /**
   * Every form that the case has content for, with the full personal data, in the order of the handling. Joins the
   * caller's transaction.
   */
  List<Draft> drafts(ComplaintNumber number);
}
