package io.huiyin.archive;

import io.huiyin.identity.Person;
import java.util.Map;

/** Port: what a person who borrows archives asks for. Implemented by the flow. */
public interface LoanFlow {

  /**
   * Asks for a filed archive: {@code purpose}, {@code days}, {@code medium}. The person need not be allowed to see it,
   * and learns no more than that it is filed.
   *
   * @throws io.huiyin.complaint.UnknownComplaint if no archive with this number is filed
   * @throws io.huiyin.complaint.InvalidInput     naming every faulty field; nothing was done
   */
  Loan request(Person borrower, String number, Map<String, Object> body);

  /**
   * The borrower does without what nobody has decided yet.
   *
   * @throws UnknownLoan if the person has no such request
   */
  Loan withdraw(Person borrower, long id);

  /**
   * The borrower is done with the electronic archive before its time.
   *
   * @throws UnknownLoan                           if the person has borrowed no such thing
   * @throws io.huiyin.complaint.InvalidInput if it is not lent, or paper that the archivist takes back, naming {@code loan}
   */
  Loan giveBack(Person borrower, long id);

  /**
   * Ends reading at once, with a {@code reason}; paper that is out is to be brought back at once.
   *
   * @throws UnknownLoan                           if the person may take back no such loan
   * @throws io.huiyin.complaint.InvalidInput if it is over, naming {@code loan}, or without a reason
   */
  Loan revoke(Person by, long id, Map<String, Object> body);

  /**
   * The borrower asks to keep it for as many days again, as often as the rules allow; somebody else decides.
   *
   * @throws UnknownLoan                           if the person has borrowed no such thing
   * @throws io.huiyin.complaint.InvalidInput if it may not be extended, naming {@code loan}
   */
  Loan extend(Person borrower, long id);
}
