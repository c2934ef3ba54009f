package io.huiyin.archive;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evidence could not be stored, checked or read because something it needs does not answer, or because its file is
 * gone. Nothing was changed. The message is for people, in Chinese, and holds nothing about the case.
 */
public final class EvidenceUnavailable extends RuntimeException {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceUnavailable.class);

  private final boolean missing;

  private EvidenceUnavailable(String message, boolean missing, Throwable cause) {
    super(message, cause);
    this.missing = missing;
    LOG.warn("Evidence is not available: {}", cause.toString()); // people are only told what to do
  }

  static EvidenceUnavailable notKept(Throwable cause) {
    return new EvidenceUnavailable("证据存储暂时不可用，文件没有保存；请稍后重新上传，如果一直这样，请联系系统管理员", false, cause);
  }

  static EvidenceUnavailable notScanned(Throwable cause) {
    return new EvidenceUnavailable("病毒检查没有完成，文件没有保存；请稍后重新上传，如果一直这样，请联系系统管理员", false, cause);
  }

  static EvidenceUnavailable unreachable(Throwable cause) {
    return new EvidenceUnavailable("证据存储暂时不可用，请稍后再试；如果一直这样，请联系系统管理员", false, cause);
  }

  static EvidenceUnavailable missing(Throwable cause) {
    return new EvidenceUnavailable("证据文件不在存储里，请联系档案管理员核验这份档案", true, cause);
  }

  /** Whether the place answered and has no such file. */
  boolean isMissing() {
    return missing;
  }
}
