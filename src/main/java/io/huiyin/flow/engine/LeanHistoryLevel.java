package io.huiyin.flow.engine;

import java.util.Set;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;

/**
 * Engine history without variables, decisions and logs of what people did: those stand in the archive, sealed and
 * chained. What stays is what Cockpit needs to show where a case is and what went wrong.
 */
class LeanHistoryLevel implements HistoryLevel {

  private static final Set<HistoryEventType> KEPT = Set.of(
      HistoryEventTypes.PROCESS_INSTANCE_START, HistoryEventTypes.PROCESS_INSTANCE_UPDATE,
      HistoryEventTypes.PROCESS_INSTANCE_MIGRATE, HistoryEventTypes.PROCESS_INSTANCE_END,
      HistoryEventTypes.ACTIVITY_INSTANCE_START, HistoryEventTypes.ACTIVITY_INSTANCE_UPDATE,
      HistoryEventTypes.ACTIVITY_INSTANCE_MIGRATE, HistoryEventTypes.ACTIVITY_INSTANCE_END,
      HistoryEventTypes.TASK_INSTANCE_CREATE, HistoryEventTypes.TASK_INSTANCE_UPDATE,
      HistoryEventTypes.TASK_INSTANCE_MIGRATE, HistoryEventTypes.TASK_INSTANCE_COMPLETE,
      HistoryEventTypes.TASK_INSTANCE_DELETE,
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
