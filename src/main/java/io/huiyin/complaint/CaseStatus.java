package io.huiyin.complaint;

/** Where a complaint stands. [ours; the archive's 待处理/已办结/需跟进 of [000] derives from it] */
public enum CaseStatus {
  REGISTERED("已登记"), IN_PROGRESS("处理中"), RESULT_TOLD("已告知结果"), CONFIRMED("客户已确认"),
  DECLINED("不予受理"), EXPLAINED("已解释答复"), WITHDRAWN("已撤诉"), CLOSED("已办结"), FILED("已归档");

  private final String label;

  CaseStatus(String label) {
    this.label = label;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
