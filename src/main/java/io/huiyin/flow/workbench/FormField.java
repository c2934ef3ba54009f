package io.huiyin.flow.workbench;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One field of a task form.
 *
 * @param name         name of the submitted variable
 * @param label        what a person reads
 * @param required     must be filled in whenever it is shown
 * @param routing      the value stays in the engine as a process variable; every other value goes to the archive only
 * @param options      the allowed values of a choice, in order
 * @param maxLength    longest text in characters (code points)
 * @param min          smallest number, or {@code null}
 * @param max          largest number, or {@code null}
 * @param showWhen     shown, required and submitted only when all hold
 * @param requiredWhen required, too, when there are any and all hold
 * @param prefill      name of the fact that the field starts with, or empty
 * @param hint         a line of help, or empty
 */
public record FormField(
    String name, String label, FieldType type, boolean required, boolean routing, List<Option> options,
    int maxLength, BigDecimal min, BigDecimal max, List<Condition> showWhen, List<Condition> requiredWhen,
    String prefill, String hint) {

  /** An allowed value and what a person reads for it. */
  public record Option(String value, String label) {
  }

  boolean shown(Map<String, Object> submitted) {
    return Condition.allHold(showWhen, submitted);
  }

  /** What is wrong with the submitted value and what to do, or empty. */
  Optional<String> fault(Map<String, Object> submitted) {
    var value = submitted.get(name);
    if (!shown(submitted)) {
      return Optional.empty();
    }
    var mustBeGiven = required || !requiredWhen.isEmpty() && Condition.allHold(requiredWhen, submitted);
    if (blank(value)) {
      return mustBeGiven ? Optional.of(type.verb() + "“" + label + "”") : Optional.empty();
    }
    try {
      var canonical = type.read(this, value);
      return mustBeGiven && Boolean.FALSE.equals(canonical)
          ? Optional.of("请勾选“%s”".formatted(label)) : Optional.empty();
    } catch (FieldType.Fault fault) {
      return Optional.of(fault.getMessage());
    }
  }

  static boolean blank(Object value) {
    return value == null || value instanceof CharSequence text && text.toString().isBlank();
  }
}
