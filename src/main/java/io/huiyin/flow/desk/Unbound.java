package io.huiyin.flow.desk;

import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * Acts in one command with the engine's own rights, where the rules of the desk have said before who may. The person
 * stays the one on record.
 */
@Component
class Unbound {

  private final ProcessEngineConfigurationImpl engine;

  Unbound(ProcessEngineConfigurationImpl engine) {
    this.engine = engine;
  }

  <T> T act(Supplier<T> action) {
    return engine.getCommandExecutorTxRequired().execute(command -> command.runWithoutAuthorization(action::get));
  }

  void run(Runnable action) {
    act(() -> {
      action.run();
      return null;
    });
  }
}
