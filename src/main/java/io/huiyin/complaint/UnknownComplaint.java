package io.huiyin.complaint;

/** No complaint has this number. */
public class UnknownComplaint extends RuntimeException {

  public UnknownComplaint(ComplaintNumber number) {
    super("没有编号为 " + number + " 的投诉");
  }
}
