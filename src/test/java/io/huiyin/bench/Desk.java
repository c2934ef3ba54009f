package io.huiyin.bench;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/** One of the two engines that the bench compares, as people work with it. */
interface Desk {

  String name();

  ProcessEngine engine();

  /** Returns the business key. */
  String register(Map<String, Object> fields);

  /** Runs an action as this person. */
  void as(String user, Runnable action);

  default TaskService tasks() {
    return engine().getTaskService();
  }

  default JobExecutor workers() {
    return ((ProcessEngineConfigurationImpl) engine().getProcessEngineConfiguration()).getJobExecutor();
  }

  /** Finds the task in the list, claims it and completes it. */
  default void work(String businessKey, Journey.Step step) {
    as(step.user(), () -> {
      var task = tasks().createTaskQuery().processInstanceBusinessKey(businessKey)
          .taskDefinitionKey("userTask_" + step.task()).singleResult();
      if (task == null) {
        throw new IllegalStateException(name() + ": " + step.user() + " sees no " + step.task() + " of " + businessKey);
      }
      claimAndComplete(task.getId(), step);
    });
  }

  default void claimAndComplete(String taskId, Journey.Step step) {
    tasks().claim(taskId, step.user());
    tasks().complete(taskId, step.fields());
  }

  /** One whole journey. */
  default void walk(Journey journey) {
    var key = register(journey.registration());
    journey.steps().forEach(step -> work(key, step));
  }
}
