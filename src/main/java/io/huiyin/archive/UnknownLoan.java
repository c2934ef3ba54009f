package io.huiyin.archive;

/** There is no such loan, or it is somebody else's; nobody can tell which. */
public class UnknownLoan extends RuntimeException {

  public UnknownLoan() {
    super("没有这项借阅，或者借阅人不是您");
  }
}
