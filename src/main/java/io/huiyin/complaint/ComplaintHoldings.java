package io.huiyin.complaint;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What this module keeps about the people of a case. */
@Configuration(proxyBeanMethods = false)
class ComplaintHoldings {

  @Bean
  PersonalHolding customerHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "客户信息和投诉内容", """
        update complaint set personal = null, external_reference = null where number = :number""");
  }

  @Bean
  PersonalHolding contactHashHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "联系方式的检索值", "delete from complaint_contact_hash where number = :number");
  }

  @Bean
  PersonalHolding contactHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "沟通记录的内容", "update complaint_contact set summary = null where number = :number");
  }

  @Bean
  PersonalHolding correctiveActionHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "纠正措施报告的问题描述", """
        update corrective_action set problem = null where number = :number and problem is not null""");
  }

  @Bean
  PersonalHolding measureHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "纠正措施的内容", """
        update corrective_measure set content = null
        where action in (select id from corrective_action where number = :number)""");
  }
}
