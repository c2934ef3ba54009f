package io.huiyin.flow.trace;

import io.huiyin.archive.NewEntry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Notes what happens in the engine for the archive. Written at the end of the command, in order. */
@Component
public class Trace {

  private final Clock clock;

  Trace(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes something in the file of the execution's case.
   *
   * @param summary one Chinese sentence without personal data
   * @param facts   the details; may hold personal data
   */
  public void note(DelegateExecution execution, String kind, String summary, Map<String, ?> facts) {
    Context.getCommandContext().getSession(TraceBuffer.class).add((ExecutionEntity) execution,
        new NewEntry(kind, summary, actor(), channel(), clock.instant(), new LinkedHashMap<>(facts)));
  }

  /** User id of who acts now, or {@code system} for a job. */
  public static String actor() {
    var user = Context.getCommandContext() == null ? null : Context.getCommandContext().getAuthenticatedUserId();
    return user == null ? "system" : user;
  }

  private static String channel() {
    if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)) {
      return "SYSTEM";
    }
    var path = request.getRequest().getRequestURI();
    return path.startsWith("/engine-rest") ? "ENGINE_REST" : path.startsWith("/api") ? "REST" : "WEBAPP";
  }
}
