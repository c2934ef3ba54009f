package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.Entry;
import io.huiyin.story.Story.Told;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a process owner draws tomorrow is on record, without a line of Java. [000: 全程留痕] */
@HuiyinTest
class AnyModelTest {

  @Autowired
  Story story;
  @Autowired
  RepositoryService repository;

  private String deployment;

  @AfterEach
  void leaveNoModelBehind() {
    repository.deleteDeployment(deployment, true, true);
    assertThat(repository.createProcessDefinitionQuery().processDefinitionName("补充回访").count()).isZero();
    assertThat(latest("complaint-handling").getDeploymentId()).isNotEqualTo(deployment);
  }

  @Test
  void aTaskAddedToTheMainProcessLeavesItsTrace() throws Exception {
    var main = latest("complaint-handling");
    var model = new String(repository.getProcessModel(main.getId()).readAllBytes(), StandardCharsets.UTF_8);
    var changed = model.replace("sourceRef=\"userTask_settleDirectly\" targetRef=\"endEvent_byPath\" />", """
        sourceRef="userTask_settleDirectly" targetRef="userTask_sendFlowers" />
        <bpmn:userTask id="userTask_sendFlowers" name="送花致歉" camunda:candidateGroups="cs-agent" />
        <bpmn:sequenceFlow id="flow_added" sourceRef="userTask_sendFlowers" targetRef="endEvent_byPath" />""");
    assertThat(changed).isNotEqualTo(model);
    var addition = repository.createDeployment().name("送花").addString(main.getResourceName(), changed);
    for (var resource : repository.getDeploymentResourceNames(main.getDeploymentId())) {
      if (resource.startsWith("forms/")) {
        addition.addInputStream(resource, repository.getResourceAsStream(main.getDeploymentId(), resource));
      }
    }
    deployment = addition.deploy().getId();

    story.begins("2026-05-12T10:00");
    var complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-operations");
    complaint.does("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "已致电客户");
    complaint.does("agent1", "settleDirectly", "measures", "补办手续", "settlement", "已办妥");
    story.at("2026-05-12T11:15");
    complaint.does("agent2", "sendFlowers", "flowers", "百合", "card", "请王女士海涵");
    complaint.does("agent1", "tellResult", "contactChannel", "PHONE", "resultTold", "手续已补办完成");

    leftItsTrace(complaint, "userTask_sendFlowers", "送花致歉", "2026-05-12T10:00", "agent2", "2026-05-12T11:15",
        Map.of("flowers", "百合", "card", "请王女士海涵"));
  }

  @Test
  void aProcessThatNobodyForesawLeavesItsTrace() {
    deployment = repository.createDeployment().name("补充回访").addModelInstance("processes/return-visit.bpmn",
        Bpmn.createExecutableProcess("return-visit").name("补充回访").camundaHistoryTimeToLiveString("P30D")
            .startEvent().name("三个月后")
            .userTask("userTask_visitAgain").name("再次回访").camundaCandidateGroups("cs-agent")
            .endEvent().name("已回访").done()).deploy().getId();

    story.begins("2026-05-13T09:00");
    var complaint = story.aComplaint().isRegistered();
    var before = complaint.file().size();
    story.runtime.startProcessInstanceByKey("return-visit", complaint.number.value());
    story.at("2026-05-13T10:30");
    complaint.does("agent1", "visitAgain", "mood", "满意", "note", "邻居也想买一台");

    leftItsTrace(complaint, "userTask_visitAgain", "再次回访", "2026-05-13T09:00", "agent1", "2026-05-13T10:30",
        Map.of("mood", "满意", "note", "邻居也想买一台"));
    assertThat(complaint.file().subList(before, complaint.file().size())).extracting(Entry::summary)
        .contains("流程“补充回访”开始", "流程“补充回访”结束", "到达“已回访”");
  }

  @Test
  void aClockThatTwoTimersHandOverIsWatchedOnce() {
    var supervised = """
        <bpmn:boundaryEvent id="boundary_%1$s" name="预警" cancelActivity="false" attachedToRef="userTask_visit">
          <bpmn:timerEventDefinition><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${clocks.warnAt(execution, 'SUBSTANTIVE_CONTACT')}</bpmn:timeDate></bpmn:timerEventDefinition>
        </bpmn:boundaryEvent>
        <bpmn:sequenceFlow id="flow_%1$s" sourceRef="boundary_%1$s" targetRef="endEvent_%1$s" />
        <bpmn:endEvent id="endEvent_%1$s" name="转入督办">
          <bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="clock">SUBSTANTIVE_CONTACT</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>
          <bpmn:messageEventDefinition messageRef="message_SupervisionNeeded" camunda:delegateExpression="${supervise}" />
        </bpmn:endEvent>
        """;
    deployment = repository.createDeployment().name("上门").addString("processes/home-visit.bpmn", """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <bpmn:process id="home-visit" name="上门" isExecutable="true" camunda:historyTimeToLive="P30D">
            <bpmn:startEvent id="startEvent_visit" name="约好" />
            <bpmn:sequenceFlow id="flow_visit" sourceRef="startEvent_visit" targetRef="userTask_visit" />
            <bpmn:userTask id="userTask_visit" name="上门" camunda:candidateGroups="cs-agent" camunda:dueDate="${clocks.dueAt(execution, 'SUBSTANTIVE_CONTACT')}">
              <bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="clock">${clocks.start(execution, 'SUBSTANTIVE_CONTACT')}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>
            </bpmn:userTask>
        """ + supervised.formatted("early") + supervised.formatted("again") + """
          </bpmn:process>
          <bpmn:message id="message_SupervisionNeeded" name="SupervisionNeeded" />
        </bpmn:definitions>""").deploy().getId();

    story.begins("2026-05-13T09:00");
    var complaint = story.aComplaint().isRegistered();
    story.runtime.startProcessInstanceByKey("home-visit", complaint.number.value());
    story.at("2026-05-14T21:00"); // three quarters of 48 hours
    assertThat(complaint.says("REACHED")).filteredOn("到达“转入督办”"::equals).hasSizeGreaterThan(1);
    story.at("2026-05-15T09:00");
    assertThat(complaint.supervision("SUBSTANTIVE_CONTACT")).containsExactly("userTask_superviseOverdue");
    assertThat(complaint.supervisors("SUBSTANTIVE_CONTACT")).containsExactly("cs-manager");
    assertThat(complaint.ledger("SUBSTANTIVE_CONTACT")).containsExactly("STARTED", "WARNED", "BREACHED");
  }

  private void leftItsTrace(Told complaint, String task, String name, String created, String who, String completed,
      Map<String, String> submitted) {
    var entries = complaint.file().stream().filter(entry -> task.equals(entry.facts().get("task"))).toList();
    assertThat(entries).extracting(Entry::kind).containsExactly("TASK_CREATED", "TASK_ASSIGNED", "TASK_COMPLETED");
    assertThat(entries.get(0).at()).isEqualTo(story.instant(created));
    assertThat(entries.get(0).summary()).contains(name);
    var done = entries.get(2);
    assertThat(done.actor()).isEqualTo(who);
    assertThat(done.at()).isEqualTo(story.instant(completed));
    assertThat(done.summary()).isEqualTo("完成任务“" + name + "”");
    assertThat(done.facts().get("submitted")).isEqualTo(submitted);
    assertThat(List.copyOf(story.runtime.createVariableInstanceQuery().list())).extracting(v -> v.getName())
        .as("what was submitted is in the record only").doesNotContainAnyElementsOf(submitted.keySet());
    assertThat(story.archives.verify(complaint.number).intact()).isTrue();
  }

  private ProcessDefinition latest(String key) {
    return repository.createProcessDefinitionQuery().processDefinitionKey(key).latestVersion().singleResult();
  }
}
