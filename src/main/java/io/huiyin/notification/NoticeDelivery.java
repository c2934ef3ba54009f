package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;

/** Port: carries a notice out of the announcing transaction, with retries (process {@code notification-delivery}). */
public interface NoticeDelivery {

  /** @param notBefore the earliest instant, after quiet hours */
  void schedule(long noticeId, ComplaintNumber number, Instant notBefore);
}
