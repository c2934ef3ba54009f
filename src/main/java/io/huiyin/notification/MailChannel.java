package io.huiyin.notification;

import io.huiyin.notification.Notices.DeliveryFailed;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** E-mail in plain text. Without a mail server nothing leaves the house: the recorded notice is the outbox. */
@Component
class MailChannel {

  private static final Logger LOG = LoggerFactory.getLogger(MailChannel.class);

  static {
    // Else every encoded word and every part of a mail looks through all jars for who encodes it.
    System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
  }

  private final Optional<JavaMailSender> server;
  private final NotificationSettings settings;
  private final Clock clock;

  MailChannel(ObjectProvider<JavaMailSender> server, NotificationSettings settings, Clock clock) {
    this.server = Optional.ofNullable(server.getIfAvailable());
    this.settings = settings;
    this.clock = clock;
    if (this.server.isEmpty()) {
      LOG.warn("未配置邮件服务器（spring.mail.host），邮件不外发，只留在发件箱中供查看");
    }
    this.server.filter(JavaMailSenderImpl.class::isInstance).map(JavaMailSenderImpl.class::cast)
        .ifPresent(this::limitWaiting);
  }

  boolean hasServer() {
    return server.isPresent();
  }

  /** Exactly one plain address, or nothing: lists, line breaks and half addresses do not pass. */
  static Optional<String> usable(String address) {
    try {
      return address == null ? Optional.empty()
          : Optional.of(new InternetAddress(address.strip(), true).getAddress());
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  void send(Outgoing notice) {
    if (server.isEmpty()) {
      return;
    }
    try {
      var message = server.get().createMimeMessage();
      var helper = new MimeMessageHelper(message, "UTF-8");
      helper.setFrom(settings.from(), settings.senderName());
      helper.setTo(new InternetAddress(notice.address(), true));
      helper.setSubject(notice.subject());
      helper.setText(notice.body());
      helper.setSentDate(Date.from(clock.instant()));
      message.setHeader("Message-ID", "<" + notice.messageId() + settings.from().replaceFirst("^.*@", "@") + ">");
      message.setHeader("Auto-Submitted", "auto-generated");
      server.get().send(message);
    } catch (MailException | MessagingException | IOException e) {
      throw new DeliveryFailed("通知 " + notice.id() + " 的邮件未能发出：" + reason(e));
    }
  }

  private static String reason(Exception failure) {
    if (failure instanceof MailAuthenticationException) {
      return "邮件服务器拒绝登录，请检查 spring.mail.username 与密码";
    }
    var causes = causes(failure);
    for (var cause : causes) {
      if (cause instanceof SMTPAddressFailedException refused) {
        return "邮件服务器拒收该收件人（" + refused.getReturnCode() + "）";
      }
    }
    for (var cause : causes) {
      if (cause instanceof SMTPSendFailedException refused) {
        return "邮件服务器拒收（" + refused.getReturnCode() + "）";
      }
      if (cause instanceof IOException) {
        return "无法连接邮件服务器，请检查 spring.mail.host 与端口";
      }
    }
    return failure.getClass().getSimpleName();
  }

  private static List<Throwable> causes(Exception failure) {
    var causes = new ArrayList<Throwable>();
    Throwable next = failure instanceof MailSendException send && send.getMessageExceptions().length > 0
        ? send.getMessageExceptions()[0] : failure;
    while (next != null && !causes.contains(next)) {
      causes.add(next);
      next = next instanceof MessagingException mail && mail.getNextException() != null
          ? mail.getNextException() : next.getCause();
    }
    return causes;
  }

  /** JavaMail waits forever by default; a mute server would hold a worker of the engine with it. */
  private void limitWaiting(JavaMailSenderImpl sender) {
    for (var kind : List.of("connectiontimeout", "timeout", "writetimeout")) {
      sender.getJavaMailProperties().putIfAbsent("mail.smtp." + kind, "" + settings.timeout().toMillis());
      sender.getJavaMailProperties().putIfAbsent("mail.smtps." + kind, "" + settings.timeout().toMillis());
    }
  }
}
