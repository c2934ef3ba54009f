package io.huiyin.flow.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.authorization.Groups;

/** The groups by which work is routed, with the names that people read. */
final class StandardGroups {

  static final String ADMIN = Groups.CAMUNDA_ADMIN;

  private static final Map<String, String> ROLES = new LinkedHashMap<>();
  private static final Map<String, String> UNITS = new LinkedHashMap<>();

  static {
    ROLES.put("cs-agent", "客服专员");
    ROLES.put("cs-supervisor", "客服主管");
    ROLES.put("cs-manager", "客服经理");
    ROLES.put("board-office", "董事办");
    ROLES.put("general-manager", "总经理");
    ROLES.put("vice-president", "分管副总");
    ROLES.put("archivist", "档案管理员");
    ROLES.put("auditor", "审计合规");
    ROLES.put("process-owner", "流程管理员");
    ROLES.put("integrator", "系统集成");
    ROLES.put(ADMIN, "系统管理员");
    UNITS.put("unit-after-sales", "售后部");
    UNITS.put("unit-logistics", "仓储物流部");
    UNITS.put("unit-product", "产品部");
    UNITS.put("unit-operations", "运营部");
    UNITS.put("unit-it", "信息技术部");
    UNITS.put("unit-finance", "财务部");
    UNITS.put("unit-quality", "质检部");
    UNITS.put("unit-legal", "法务部");
    UNITS.put("unit-sales", "销售部");
  }

  private StandardGroups() {
  }

  /** Every group id with its name; each responsible unit has a head beside it. */
  static Map<String, String> names() {
    var all = new LinkedHashMap<>(ROLES);
    UNITS.forEach((id, name) -> {
      all.put(id, name);
      all.put(id + "-head", name + "负责人");
    });
    return all;
  }

  static List<String> units() {
    return List.copyOf(UNITS.keySet());
  }
}
