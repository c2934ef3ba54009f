package io.huiyin.complaint;

/** How many must work together (复杂度); written 复杂-… so that nobody takes it for the severity. [004] */
public enum Complexity {
  NONE("非复杂"), GENERAL("复杂-一般"), MAJOR("复杂-重大"), EXTREME("复杂-特大");

  private final String label;

  Complexity(String label) {
    this.label = label;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
