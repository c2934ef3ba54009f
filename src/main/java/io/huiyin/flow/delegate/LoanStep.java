package io.huiyin.flow.delegate;

import org.camunda.bpm.engine.delegate.JavaDelegate;

/** A step of {@code archive-loan}. */
abstract class LoanStep implements JavaDelegate {

  final LoanRecord on;

  LoanStep(LoanRecord on) {
    this.on = on;
  }
}
