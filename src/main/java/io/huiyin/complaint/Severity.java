package io.huiyin.complaint;

/** How high a complaint must be handled (严重程度); drives the path through the flow. [003] */
public enum Severity {
  MINOR("轻微"), GENERAL("一般"), MAJOR("重大"), SERIOUS("严重");

  private final String label;

  Severity(String label) {
    this.label = label;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
