package io.huiyin.flow.model;

import io.huiyin.complaint.Ratings;
import io.huiyin.sla.Amount;
import io.huiyin.sla.SlaPolicies;
import io.huiyin.sla.SlaPolicy;
import io.huiyin.sla.Warning;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The time limits as the table {@code sla-policy} has them. */
@Component
class TableSlaPolicies implements SlaPolicies {

  private final RuleTables tables;

  TableSlaPolicies(RuleTables tables) {
    this.tables = tables;
  }

  @Override
  public List<SlaPolicy> policiesFor(String kind, Ratings ratings) {
    return tables.ask("sla-policy", Map.of("clock", kind, "priority", ratings.priority().name(),
            "severity", ratings.severity().name(), "complexity", ratings.complexity().name())).stream()
        .map(rule -> new SlaPolicy(rule.ruleId(), String.valueOf(rule.tableVersion()), kind, rule.text("label"),
            Amount.parse(rule.text("allowance")), warning(rule.number("warnPercent")), grace(rule.text("grace")),
            rule.text("escalateTo"), rule.text("escalateNext"), rule.flag("pausable"), rule.flag("goal"),
            "ACCEPTANCE".equals(rule.text("startsFrom")), rule.text("source")))
        .toList();
  }

  private static Warning warning(Integer percent) {
    return percent == null || percent == 0 ? null : new Warning(percent, null);
  }

  private static Amount grace(String text) {
    return text == null ? null : Amount.parse(text);
  }
}
