package io.huiyin;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

class StartupRefusedAnalyzer extends AbstractFailureAnalyzer<StartupRefused> {

  @Override
  protected FailureAnalysis analyze(Throwable root, StartupRefused refusal) {
    return new FailureAnalysis(refusal.getMessage(), refusal.action(), refusal);
  }
}
