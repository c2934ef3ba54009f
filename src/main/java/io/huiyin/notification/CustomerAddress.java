package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The customer is reached by what stands in the complaint. */
@Component
class CustomerAddress implements CustomerContact {

  private final Complaints complaints;

  CustomerAddress(Complaints complaints) {
    this.complaints = complaints;
  }

  @Override
  public Optional<String> emailOf(ComplaintNumber number) {
    return Optional.ofNullable(complaints.personalData(number).customerEmail());
  }

  @Override
  public Optional<String> phoneOf(ComplaintNumber number) {
    return Optional.ofNullable(complaints.personalData(number).customerPhone());
  }
}
