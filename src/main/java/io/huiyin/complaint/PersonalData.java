package io.huiyin.complaint;

import io.huiyin.privacy.Mask;

/**
 * What a complaint tells about a person and in a person's words. Kept sealed in our own tables only; never in the
 * engine, a log or a URL. {@code toString} shows nothing on purpose.
 */
public record PersonalData(
    String customerName, String customerPhone, String customerEmail, String occurredPlace, String orderNumber,
    String description, String demand, String measuresTaken) {

  /** The same with name, phone and e-mail masked; the narrative stays, for the caller may see the case. */
  public PersonalData masked() {
    return new PersonalData(Mask.name(customerName), Mask.phone(customerPhone), Mask.email(customerEmail),
        occurredPlace, orderNumber, description, demand, measuresTaken);
  }

  @Override
  public String toString() {
    return "PersonalData[…]";
  }
}
