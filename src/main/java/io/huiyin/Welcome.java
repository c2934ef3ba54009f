package io.huiyin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** Says where to go once everything is up; in profile demo also as whom. */
@Component
class Welcome {

  private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

  private static final String ADDRESSES = """

      ──────────────────────────────────────────────────────────────
        回音 投诉处理 已启动
        待办与登记    %1$s/camunda/app/tasklist/
        流程监控      %1$s/camunda/app/cockpit/
        人员与权限    %1$s/camunda/app/admin/
        接口文档      %1$s/api/v1/docs
      """;

  private static final String DEMO = """
      ──────────────────────────────────────────────────────────────
        演示账号（口令均为 Huiyin-demo-2026，仅供演示，请勿用于生产）
        客服专员 agent1、agent2        客服主管 super1
        客服经理 manager1              董事办 board1、board2
        总经理 gm1                     分管副总 vp1
        责任单位 aftersales1 logistics1 product1 it1 quality1
                 legal1 finance1 ops1 sales1
        单位负责人 aftersales-head1 等（各单位各一名）
        档案管理员 archivist1        审计 auditor1
        流程管理员 owner1            系统管理员 admin
        系统集成 crm1（接口专用）
      """;

  private static final String END = "──────────────────────────────────────────────────────────────";

  private final Environment environment;

  Welcome(Environment environment) {
    this.environment = environment;
  }

  @EventListener
  void say(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof ServletWebServerApplicationContext web) {
      LOG.info(text(web.getWebServer().getPort()));
    }
  }

  String text(int port) {
    var demo = environment.acceptsProfiles(Profiles.of("demo"));
    return ADDRESSES.formatted("http://127.0.0.1:" + port) + (demo ? DEMO : "") + END;
  }
}
