package io.huiyin.flow.engine;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The people of the demo, all with the password that the guide names. */
@Profile("demo")
@Component
class DemoPeople {

  static final String PASSWORD = "Huiyin-demo-2026";

  private static final List<Colleague> ALL = List.of(
      of("agent1", "陈静", "cs-agent"),
      of("agent2", "刘洋", "cs-agent"),
      of("super1", "王敏", "cs-supervisor"),
      of("manager1", "张伟", "cs-manager"),
      of("board1", "李强", "board-office"),
      of("board2", "赵丽", "board-office"),
      of("gm1", "周建国", "general-manager"),
      of("vp1", "吴海燕", "vice-president"),
      of("aftersales1", "孙磊", "unit-after-sales"),
      of("aftersales-head1", "徐海", "unit-after-sales", "unit-after-sales-head"),
      of("logistics1", "马超", "unit-logistics"),
      of("logistics-head1", "郑凯", "unit-logistics", "unit-logistics-head"),
      of("product1", "朱琳", "unit-product"),
      of("product-head1", "韩冰", "unit-product", "unit-product-head"),
      of("it1", "胡斌", "unit-it"),
      of("it-head1", "唐亮", "unit-it", "unit-it-head"),
      of("quality1", "郭涛", "unit-quality"),
      of("quality-head1", "冯雷", "unit-quality", "unit-quality-head"),
      of("legal1", "何芳", "unit-legal"),
      of("legal-head1", "董洁", "unit-legal", "unit-legal-head"),
      of("finance1", "高娟", "unit-finance"),
      of("finance-head1", "萧红", "unit-finance", "unit-finance-head"),
      of("ops1", "林峰", "unit-operations"),
      of("ops-head1", "曹阳", "unit-operations", "unit-operations-head"),
      of("sales1", "罗丹", "unit-sales"),
      of("sales-head1", "袁军", "unit-sales", "unit-sales-head"),
      of("archivist1", "梁雪", "archivist"),
      of("auditor1", "宋岩", "auditor"),
      of("owner1", "谢宁", "process-owner"),
      of("crm1", "客户关系管理系统", "integrator"),
      of("admin", "系统管理员", StandardGroups.ADMIN));

  private final IdentityService identity;

  DemoPeople(IdentityService identity) {
    this.identity = identity;
  }

  /** Adds who is missing; the groups must be there. */
  void ensure() {
    ALL.stream().filter(colleague -> identity.createUserQuery().userId(colleague.id).count() == 0).forEach(this::add);
  }

  private void add(Colleague colleague) {
    var user = identity.newUser(colleague.id);
    user.setFirstName(colleague.name);
    user.setLastName("");
    user.setEmail(colleague.id + "@huiyin.example");
    user.setPassword(PASSWORD);
    identity.saveUser(user);
    colleague.groups.forEach(group -> identity.createMembership(colleague.id, group));
  }

  private static Colleague of(String id, String name, String... groups) {
    return new Colleague(id, name, List.of(groups));
  }

  private record Colleague(String id, String name, List<String> groups) {
  }
}
