package io.huiyin.complaint;

/** First level of the classification (一级分类). [000][001][003] */
public enum Category {
  PRODUCT_QUALITY("产品质量"), SERVICE_ATTITUDE("服务态度"), LOGISTICS("物流履约"), SYSTEM_FAULT("系统故障"),
  AFTER_SALES("售后服务"), BUSINESS_PROCESS("业务流程"), CONTRACT_DISPUTE("合同纠纷"), BILLING("账单费用"),
  OTHER("其他");

  private final String label;

  Category(String label) {
    this.label = label;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
