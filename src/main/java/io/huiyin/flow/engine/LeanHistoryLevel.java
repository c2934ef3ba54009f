package io.huiyin.flow.engine;

import java.util.Set;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;

/**
 * Engine history without steps, tasks, variables, decisions and logs of what people did: all that stands in the archive,
 * sealed and chained. What stays is which processes ran, and what went wrong in them.
 */
class LeanHistoryLevel implements HistoryLevel {

  private static final Set<HistoryEventType> KEPT = Set.of(
      HistoryEventTypes.PROCESS_INSTANCE_START, HistoryEventTypes.PROCESS_INSTANCE_UPDATE,
      HistoryEventTypes.PROCESS_INSTANCE_MIGRATE, HistoryEventTypes.PROCESS_INSTANCE_END,
      HistoryEventTypes.INCIDENT_CREATE, HistoryEventTypes.INCIDENT_MIGRATE, HistoryEventTypes.INCIDENT_RESOLVE,
      HistoryEventTypes.INCIDENT_DELETE, HistoryEventTypes.INCIDENT_UPDATE,
      HistoryEventTypes.JOB_FAIL,
      HistoryEventTypes.BATCH_START, HistoryEventTypes.BATCH_UPDATE, HistoryEventTypes.BATCH_END);

  @Override
  public int getId() {
    return 20;
  }

  @Override
  public String getName() {
    return "huiyin";
  }

  @Override
  public boolean isHistoryEventProduced(HistoryEventType type, Object entity) {
    return KEPT.contains(type);
  }
}
