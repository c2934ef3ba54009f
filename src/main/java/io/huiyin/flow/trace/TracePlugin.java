package io.huiyin.flow.trace;

import io.huiyin.archive.Archives;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.ComplaintNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Everything leaves a trace by itself: listeners on every element of every model, whoever drew it, put an entry into
 * the case's archive. A model takes part by carrying the complaint number as its business key. [000: 全程留痕]
 */
@Component
public class TracePlugin {

  private final Archives archives;
  private final Trace trace;

  TracePlugin(@Lazy Archives archives, Trace trace) {
    this.archives = archives;
    this.trace = trace;
  }

  /** Hooks into an engine that is being configured. */
  public void install(ProcessEngineConfigurationImpl engine) {
    var sessions = new ArrayList<SessionFactory>();
    if (engine.getCustomSessionFactories() != null) {
      sessions.addAll(engine.getCustomSessionFactories());
    }
    sessions.add(new BufferFactory());
    engine.setCustomSessionFactories(sessions);
    var parseListeners = new ArrayList<BpmnParseListener>();
    if (engine.getCustomPostBPMNParseListeners() != null) {
      parseListeners.addAll(engine.getCustomPostBPMNParseListeners());
    }
    parseListeners.add(new TraceParseListener(trace));
    engine.setCustomPostBPMNParseListeners(parseListeners);
  }

  /** Writes what the command did, case by case, in order. */
  public void write(CommandContext command) {
    var byCase = new LinkedHashMap<String, List<NewEntry>>();
    for (var happening : command.getSession(TraceBuffer.class).drain()) {
      var key = happening.processInstance().getBusinessKey();
      if (ComplaintNumber.isValid(key)) {
        byCase.computeIfAbsent(key, k -> new ArrayList<>()).add(happening.entry());
      }
    }
    byCase.forEach((key, entries) -> archives.trace(new ComplaintNumber(key), entries));
  }

  /** Writes what the running command did so far, for a step that must read its own case file. */
  public void writeNow() {
    if (Context.getCommandContext() != null) {
      write(Context.getCommandContext());
    }
  }

  private static class BufferFactory implements SessionFactory {

    @Override
    public Class<?> getSessionType() {
      return TraceBuffer.class;
    }

    @Override
    public Session openSession() {
      return new TraceBuffer();
    }
  }
}
