package io.huiyin.flow.engine;

import io.huiyin.flow.trace.TracePlugin;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandContextListener;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/** Runs once at the end of every command, before the engine flushes: the guard looks, then the trace is written. */
class CommandEnd extends CommandInterceptor implements CommandContextListener {

  private final PersonalDataGuard guard;
  private final TracePlugin trace;

  CommandEnd(PersonalDataGuard guard, TracePlugin trace) {
    this.guard = guard;
    this.trace = trace;
  }

  @Override
  public <T> T execute(Command<T> command) {
    Context.getCommandContext().registerCommandContextListener(this);
    return next.execute(command);
  }

  @Override
  public void onCommandContextClose(CommandContext command) {
    guard.check(command);
    trace.write(command);
  }

  @Override
  public void onCommandFailed(CommandContext command, Throwable failure) {
    // nothing was written
  }
}
