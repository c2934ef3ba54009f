package io.huiyin.complaint;

/** How fast the customer must be served (优先级); drives the response and resolution clocks. [001] */
public enum Priority {
  P0("紧急"), P1("重要"), P2("一般");

  private final String label;

  Priority(String label) {
    this.label = label;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
