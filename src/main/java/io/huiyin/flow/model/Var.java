package io.huiyin.flow.model;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import java.util.Date;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.VariableScope;

/**
 * A process variable, declared once with its name and type. These are facts by which a path, a deadline or a person
 * is chosen; nothing personal.
 */
public record Var<T>(String name, Function<Object, T> reader) {

  public static final Var<String> COMPLAINT_NUMBER = text("complaintNumber");
  public static final Var<Category> CATEGORY = code("category", Category.class);
  public static final Var<Priority> PRIORITY = code("priority", Priority.class);
  public static final Var<Severity> SEVERITY = code("severity", Severity.class);
  public static final Var<Complexity> COMPLEXITY = code("complexity", Complexity.class);
  public static final Var<Boolean> SENSITIVE = flag("sensitive");
  public static final Var<Boolean> REPEAT = flag("repeat");
  public static final Var<String> LEAD_UNIT = text("leadUnit");
  public static final Var<Date> RESPONSE_DUE_AT = date("responseDueAt");
  public static final Var<Date> RESOLUTION_DUE_AT = date("resolutionDueAt");
  public static final Var<Date> PROGRESS_DUE_AT = date("progressDueAt");
  public static final Var<String> SLA_STATUS = text("slaStatus");
  public static final Var<Integer> ROUND = new Var<>("round", value -> ((Number) value).intValue());
  /** The round in which the case came in: that one begins with accepting it and a first contact. */
  public static final Var<Integer> FIRST_ROUND = new Var<>("firstRound", value -> ((Number) value).intValue());
  public static final Var<Boolean> CONTACT_MADE = flag("contactMade");
  public static final Var<Boolean> CUSTOMER_TOLD = flag("customerTold");
  public static final Var<Boolean> ISSUE_POINT_FREQUENT = flag("issuePointFrequent");
  public static final Var<Boolean> SUBSTANTIVE_CONTACT = flag("substantiveContact");
  public static final Var<String> COLLABORATORS = text("collaborators");
  public static final Var<String> CLOCK = text("clock");
  /** Of {@code sla-escalation}: which of the case's clocks of that kind it watches. */
  public static final Var<Integer> CLOCK_ROUND = new Var<>("clockRound", value -> ((Number) value).intValue());
  public static final Var<String> CLOCK_STATE = text("clockState");

  public static Var<String> text(String name) {
    return new Var<>(name, Object::toString);
  }

  public static Var<Boolean> flag(String name) {
    return new Var<>(name, Boolean.class::cast);
  }

  public static Var<Date> date(String name) {
    return new Var<>(name, Date.class::cast);
  }

  private static <E extends Enum<E>> Var<E> code(String name, Class<E> type) {
    return new Var<>(name, value -> Enum.valueOf(type, value.toString()));
  }

  /** The value, or {@code null}. */
  public T find(VariableScope scope) {
    var value = scope.getVariable(name);
    return value == null ? null : reader.apply(value);
  }

  /** @throws IllegalStateException naming the variable if it is missing */
  public T get(VariableScope scope) {
    var value = find(scope);
    if (value == null) {
      throw new IllegalStateException("流程变量 " + name + " 缺失");
    }
    return value;
  }

  /** Sets the value where it stands already, else at the process instance. Codes are kept by name. */
  public void set(VariableScope scope, T value) {
    change(scope, name, value instanceof Enum<?> code ? code.name() : value);
  }

  /** Sets a variable unless it has this value already, for the engine would write it anyway. */
  public static void change(VariableScope scope, String name, Object value) {
    if (value == null || !value.equals(scope.getVariable(name))) {
      scope.setVariable(name, value);
    }
  }
}
