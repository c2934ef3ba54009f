package io.huiyin.complaint;

/**
 * The three independent ratings of a complaint. They answer different questions and are never merged. [001][003][004]
 */
public record Ratings(Priority priority, Severity severity, Complexity complexity) {

  /**
   * These ratings raised to what the case asks for at least: severity MAJOR or SERIOUS makes it P0, P0 for safety makes
   * it MAJOR, a repeat complaint is P1. [001; the first two ours]
   */
  public Ratings withFloors(boolean safetyRisk, boolean repeat) {
    var urgent = severity.compareTo(Severity.MAJOR) >= 0 ? Priority.P0 : priority;
    var atLeast = repeat && urgent == Priority.P2 ? Priority.P1 : urgent;
    var grave = safetyRisk && atLeast == Priority.P0 && severity.compareTo(Severity.MAJOR) < 0;
    return new Ratings(atLeast, grave ? Severity.MAJOR : severity, complexity);
  }

  /** The archive's urgency label (三级): 一般, 重要, 重大. [000; derivation ours] */
  public String urgencyLabel() {
    if (severity.compareTo(Severity.MAJOR) >= 0 || priority == Priority.P0) {
      return "重大";
    }
    return priority == Priority.P1 ? "重要" : "一般";
  }
}
