package io.huiyin.complaint;

/**
 * The three independent ratings of a complaint. They answer different questions and are never merged. [001][003][004]
 */
public record Ratings(Priority priority, Severity severity, Complexity complexity) {

  /** Severity MAJOR or SERIOUS makes the case P0. [ours] */
  public Ratings withFloors() {
    var floored = severity.compareTo(Severity.MAJOR) >= 0 ? Priority.P0 : priority;
    return new Ratings(floored, severity, complexity);
  }

  /** The archive's urgency label (三级): 一般, 重要, 重大. [000; derivation ours] */
  public String urgencyLabel() {
    if (severity.compareTo(Severity.MAJOR) >= 0 || priority == Priority.P0) {
      return "重大";
    }
    return priority == Priority.P1 ? "重要" : "一般";
  }
}
