package io.huiyin.flow.delegate;

import io.huiyin.archive.EvidenceStore;
import io.huiyin.flow.engine.FlowBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 清理无记录的证据文件: what a crash left behind. */
@FlowBean(as = "cleanUpEvidence")
class CleanUpEvidence implements JavaDelegate {

  private final EvidenceStore evidence;

  CleanUpEvidence(EvidenceStore evidence) {
    this.evidence = evidence;
  }

  @Override
  public void execute(DelegateExecution execution) {
    evidence.cleanUp();
  }
}
