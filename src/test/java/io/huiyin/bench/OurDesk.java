package io.huiyin.bench;

import io.huiyin.complaint.ComplaintFlow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;

/** The application. People act with their rights. */
record OurDesk(ProcessEngine engine, ComplaintFlow flow, Map<String, List<String>> groups) implements Desk {

  OurDesk(ProcessEngine engine, ComplaintFlow flow) {
    this(engine, flow, new ConcurrentHashMap<>());
  }

  @Override
  public String name() {
    return "Huiyin";
  }

  @Override
  public String register(Map<String, Object> fields) {
    var number = new String[1];
    as("agent1", () -> number[0] = flow.receive(fields).value());
    return number[0];
  }

  @Override
  public void as(String user, Runnable action) {
    var identity = engine.getIdentityService();
    var groupIds = groups.computeIfAbsent(user,
        id -> identity.createGroupQuery().groupMember(id).list().stream().map(Group::getId).toList());
    identity.setAuthentication(user, groupIds);
    try {
      action.run();
    } finally {
      identity.clearAuthentication();
    }
  }
}
