package io.huiyin.archive;

import io.huiyin.complaint.HeldRows;
import io.huiyin.complaint.PersonalHolding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the archive itself keeps about the people of a case; evidence has a holding of its own. */
@Configuration(proxyBeanMethods = false)
class ArchiveHoldings {

  /** Under which name a certificate counts the evidence that was destroyed. */
  static final String EVIDENCE = "证据材料";

  @Bean
  PersonalHolding payloadHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "档案记录的详情", "delete from archive_payload where number = :number");
  }

  @Bean
  PersonalHolding waiverHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "免交材料的理由", "update archive_waiver set reason = null where number = :number");
  }

  @Bean
  PersonalHolding legalHoldHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "法律冻结的理由", """
        update legal_hold set reason = null, lift_reason = null where number = :number""");
  }

  @Bean
  PersonalHolding appraisalHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "以往鉴定延长保管的理由", """
        update disposal_item set reason = null where number = :number and reason is not null""");
  }

  @Bean
  PersonalHolding erasureHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "个人信息删除请求的说明", """
        update erasure_request set reason = null where number = :number and reason is not null""");
  }

  /** The case is still found by its facets: category, dates, unit. */
  @Bean
  PersonalHolding searchHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "全文检索的索引词", """
        update archive_search s set tokens = array_to_tsvector(archive_search_facets(c, a)), texts = '{}'
        from complaint c join archive a using (number) where c.number = s.number and s.number = :number""");
  }

  @Bean
  PersonalHolding acceptedFindingHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "同意带问题保管的理由", """
        update archive_check_acceptance set reason = null where number = :number and reason is not null""");
  }

  @Bean
  PersonalHolding followUpHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, "待跟进核对的备注", """
        update archive_follow_up set note = null where number = :number and note is not null""");
  }

  /** The files themselves go in a job of their own, see {@link EvidenceStore#removeFiles}. */
  @Bean
  PersonalHolding evidenceHolding(JdbcClient jdbc) {
    return new HeldRows(jdbc, EVIDENCE, """
        with queued as (
          insert into evidence_removal (number, hash)
          select distinct number, hash from archive_evidence where number = :number on conflict do nothing)
        delete from archive_evidence where number = :number""");
  }
}
