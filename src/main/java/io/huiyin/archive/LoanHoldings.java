package io.huiyin.archive;

import io.huiyin.complaint.HeldRows;
import io.huiyin.complaint.PersonalHolding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Free text of the loan register and of the named readers; who borrowed when stays. */
@Configuration(proxyBeanMethods = false)
class LoanHoldings {

  @Bean
  PersonalHolding loanHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "借阅的用途和说明", """
        update archive_loan set purpose = null, opinion = null, return_note = null,
          revocation_reason = null where number = :number""");
  }

  @Bean
  PersonalHolding readerHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "指定知情人的理由", """
        update case_reader set reason = null, removal_reason = null where number = :number""");
  }
}
