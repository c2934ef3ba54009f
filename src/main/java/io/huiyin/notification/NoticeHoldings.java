package io.huiyin.notification;

import io.huiyin.complaint.HeldRows;
import io.huiyin.complaint.PersonalHolding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Notices: that something was said to whom and when stays; address and words go. One that is not out yet stays unsent. */
@Configuration(proxyBeanMethods = false)
class NoticeHoldings {

  @Bean
  PersonalHolding noticeHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "通知的地址和内容", """
        update notice set address = null, subject = null, body = null,
          status = case when status in ('PENDING', 'FAILED') then 'UNREACHABLE' else status end
        where number = :number""");
  }
}
