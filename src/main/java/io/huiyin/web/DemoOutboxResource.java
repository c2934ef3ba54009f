package io.huiyin.web;

import io.huiyin.notification.Message;
import io.huiyin.notification.NoticeLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The demo's outbox: mails that would have left the house. Empty as soon as a mail server is configured. */
@Profile("demo")
@RestController
@Tag(name = "演示发件箱", description = "仅演示环境、且未配置邮件服务器时有内容")
class DemoOutboxResource {

  private static final int NEWEST = 100;

  private final NoticeLog notices;

  DemoOutboxResource(NoticeLog notices) {
    this.notices = notices;
  }

  record Mail(long id, String complaintNumber, String event, OffsetDateTime sentAt, String recipient, String address,
      String subject, String body) {

    static Mail of(Message message) {
      return new Mail(message.id(), message.number().value(), message.event().name(),
          message.sentAt().atZone(ZoneId.systemDefault()).toOffsetDateTime(), message.recipient(), message.address(),
          message.subject(), message.body());
    }
  }

  /** The newest first. */
  @GetMapping("/api/v1/demo/outbox")
  @Operation(summary = "演示发件箱", description = "最近 100 封，新的在前。")
  List<Mail> mails() {
    return notices.outbox(NEWEST).stream().map(Mail::of).toList();
  }
}
