package io.huiyin.notification;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code huiyin.notification}.
 *
 * @param from          sender address of every mail
 * @param senderName    who signs mails and short messages
 * @param contact       how a customer reaches the company, as it stands in a sentence ("客服热线 400-…")
 * @param appUrl        where staff log in
 * @param zone          zone of the quiet hours and of dates in texts
 * @param quietFrom     begin of the quiet hours, inclusive
 * @param quietTo       end of the quiet hours; equal to {@code quietFrom} = no quiet hours
 * @param urgentEvents  events that ignore quiet hours, as does every notice about a P0 case
 * @param webhookUrl    group chat robot, or {@code null}
 * @param webhookEvents events for staff that the robot posts too
 * @param smsUrl        short-message gateway, or {@code null}
 * @param timeout       how long a channel may take to connect and to answer
 */
@Validated
@ConfigurationProperties("huiyin.notification")
record NotificationSettings(
    @NotBlank @Email @DefaultValue("no-reply@huiyin.example") String from,
    @NotBlank @DefaultValue("客户服务中心") String senderName,
    @NotBlank @DefaultValue("客户服务热线") String contact,
    @NotNull @DefaultValue("http://127.0.0.1:8080/camunda/app/tasklist/") URI appUrl,
    @NotNull @DefaultValue("Asia/Shanghai") ZoneId zone,
    @NotNull @DefaultValue("21:00") LocalTime quietFrom,
    @NotNull @DefaultValue("08:00") LocalTime quietTo,
    @NotNull @DefaultValue("MAJOR_CASE") Set<NoticeEvent> urgentEvents,
    URI webhookUrl,
    @NotNull @DefaultValue({"SLA_BREACHED", "SLA_ESCALATED", "MAJOR_CASE"}) Set<NoticeEvent> webhookEvents,
    URI smsUrl,
    @NotNull @DefaultValue("10s") Duration timeout) {

  @AssertTrue(message = "webhook-url 与 sms-url 须是 http 或 https 地址")
  boolean isHttp() {
    return isHttp(webhookUrl) && isHttp(smsUrl);
  }

  @AssertTrue(message = "timeout 须在 1 秒到 2 分钟之间")
  boolean isTimeoutSensible() {
    return timeout != null && timeout.toMillis() >= 1000 && timeout.toSeconds() <= 120;
  }

  QuietHours quietHours() {
    return new QuietHours(quietFrom, quietTo, zone);
  }

  private static boolean isHttp(URI uri) {
    return uri == null || "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
  }
}
