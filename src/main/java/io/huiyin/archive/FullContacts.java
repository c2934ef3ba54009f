package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.PersonalData;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.Person;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Name, phone and e-mail of a customer in full, for one look. [000] */
@Service
public class FullContacts {

  private final Complaints complaints;
  private final Archives archives;
  private final AccessLog log;
  private final Clock clock;

  FullContacts(Complaints complaints, Archives archives, AccessLog log, Clock clock) {
    this.complaints = complaints;
    this.archives = archives;
    this.log = log;
    this.clock = clock;
  }

  /**
   * What the person gets to see, who may see the case; on record in its file and in the access log.
   *
   * @param channel WEBAPP or REST
   */
  @Transactional
  public PersonalData show(Person person, ComplaintNumber number, String channel) {
    archives.append(number, List.of(new NewEntry("PERSONAL_DATA_SHOWN", "查看了客户的完整联系信息", person.id(), channel,
        clock.instant(), Map.of())));
    log.record(person, number.value(), Action.UNMASK, null);
    return complaints.personalData(number);
  }
}
