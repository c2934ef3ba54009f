package io.huiyin.archive;

/** Handling status of an archive (处理状态, second level of the classification). [000] */
public enum ArchiveStatus {
  PENDING("待处理"), CLOSED("已办结"), FOLLOW_UP("需跟进");

  private final String label;

  ArchiveStatus(String label) {
    this.label = label;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }
}
