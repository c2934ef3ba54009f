package io.huiyin.archive;

/** Urgency of an archive (紧急程度, third level of the classification). [000] */
public enum Urgency {
  NORMAL("一般"), IMPORTANT("重要"), MAJOR("重大");

  private final String label;

  Urgency(String label) {
    this.label = label;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
