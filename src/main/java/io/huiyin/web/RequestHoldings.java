package io.huiyin.web;

import io.huiyin.complaint.HeldRows;
import io.huiyin.complaint.PersonalHolding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The idempotency key under which a system registered the case, with the keyed hash of what it sent. */
@Configuration(proxyBeanMethods = false)
class RequestHoldings {

  @Bean
  PersonalHolding requestHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "登记请求的记录", """
        delete from complaint_request where answer::jsonb ->> 'complaintNumber' = :number""");
  }
}
