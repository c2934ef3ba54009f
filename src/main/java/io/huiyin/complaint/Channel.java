package io.huiyin.complaint;

/** How a complaint reached the company. [001][002; letter and regulator: ours] */
public enum Channel {
  PHONE("电话"), CHAT("在线客服"), EMAIL("电子邮件"), SOCIAL("社交媒体"), WEB("网页表单"),
  ONSITE("现场"), LETTER("信函"), REGULATOR("监管转办");

  private final String label;

  Channel(String label) {
    this.label = label;
  }

  /** Whether somebody can talk to a customer this way: a form on the web and a regulator only bring complaints in. */
  public boolean reachesCustomer() {
    return this != WEB && this != REGULATOR;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
