package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import java.util.Optional;

/** Port: the ways in which the customer of a case said to be reachable. */
public interface CustomerContact {

  Optional<String> emailOf(ComplaintNumber number);

  Optional<String> phoneOf(ComplaintNumber number);
}
