package io.huiyin.flow;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeDelivery;
import io.huiyin.notification.NoticeLog;
import io.huiyin.notification.NoticeView;
import io.huiyin.notification.Notices;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Carries each notice out of the announcing transaction by a process of its own. */
@Component
class EngineNoticeDelivery implements NoticeDelivery {

  private final ObjectProvider<RuntimeService> runtime;
  private final Clock clock;

  EngineNoticeDelivery(ObjectProvider<RuntimeService> runtime, Clock clock) {
    this.runtime = runtime;
    this.clock = clock;
  }

  @Override
  public void schedule(long noticeId, ComplaintNumber number, Instant notBefore) {
    var later = notBefore.isAfter(clock.instant());
    runtime.getObject().startProcessInstanceByKey("notification-delivery", number.value(),
        later ? Map.of("noticeId", noticeId, "sendLater", true, "sendAt", Date.from(notBefore))
            : Map.of("noticeId", noticeId, "sendLater", false));
  }

  /** 发送通知. */
  @FlowBean(as = "deliverNotice")
  static class Deliver implements JavaDelegate {

    private final Notices notices;
    private final NoticeLog log;
    private final Directory directory;
    private final Trace trace;

    Deliver(Notices notices, NoticeLog log, Directory directory, Trace trace) {
      this.notices = notices;
      this.log = log;
      this.directory = directory;
      this.trace = trace;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var id = ((Number) execution.getVariable("noticeId")).longValue();
      notices.deliver(id);
      var notice = log.get(id);
      if (notice.sentAt() != null) {
        trace.note(execution, "NOTICE_SENT", "通知%s：%s".formatted(recipient(notice), notice.event().label()),
            Map.of("notice", id, "event", notice.event().name(), "channel", notice.channel()));
      }
    }

    private String recipient(NoticeView notice) {
      return switch (notice.recipientKind()) {
        case "CUSTOMER" -> "客户";
        case "STAFF" -> directory.personName(notice.recipient());
        default -> "工作群";
      };
    }
  }
}
