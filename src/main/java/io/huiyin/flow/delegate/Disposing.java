package io.huiyin.flow.delegate;

import io.huiyin.archive.Destruction;
import io.huiyin.archive.Disposal;
import io.huiyin.archive.Disposal.Outcome;
import io.huiyin.archive.ErasureRequests;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.engine.EngineHistoryHolding;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.flow.trace.TracePlugin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.beans.factory.ObjectProvider;

/** The steps of {@code archive-disposal} and {@code archive-destruction} (鉴定销毁). [000; norm] */
final class Disposing {

  /** The list that a process is about; absent where a customer's request is the ground. */
  private static final String LIST = "disposalList";

  private Disposing() {
  }

  private static long list(DelegateExecution execution) {
    return ((Number) execution.getVariable(LIST)).longValue();
  }

  /** 汇集到期档案 on lists of their own, one for each group that keeps some; no list when there is none. */
  @FlowBean(as = "collectExpired")
  static class Collect implements JavaDelegate {

    private final Disposal disposal;

    Collect(Disposal disposal) {
      this.disposal = disposal;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var lists = disposal.collect(Trace.actor());
      execution.setVariable("disposalFound", !lists.isEmpty());
      execution.setVariable("disposalListIds", lists.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
  }

  /** The lists of an appraisal, and who appraises each. */
  @FlowBean(as = "disposalLists")
  public static class Lists {

    private final Disposal disposal;

    Lists(Disposal disposal) {
      this.disposal = disposal;
    }

    public List<Long> of(String ids) {
      return Arrays.stream(ids.split(",")).map(Long::valueOf).toList();
    }

    public String custodian(long list) {
      return disposal.get(list).custodian();
    }
  }

  /** 提交鉴定结论: refused while an archive has none. */
  @FlowBean(as = "submitAppraisal")
  static class Submit implements TaskListener {

    private final Disposal disposal;
    private final Authors authors;

    Submit(Disposal disposal, Authors authors) {
      this.disposal = disposal;
      this.authors = authors;
    }

    @Override
    public void notify(DelegateTask task) {
      task.getExecution().setVariable("disposalAppraisers",
          disposal.submit(list(task.getExecution()), Trace.actor(), authors.of(task)));
    }
  }

  /** 批准清册, by somebody who had no part in the appraisal, or give it back. */
  @FlowBean(as = "decideDisposal")
  static class Decide implements TaskListener {

    private final Disposal disposal;

    Decide(Disposal disposal) {
      this.disposal = disposal;
    }

    @Override
    public void notify(DelegateTask task) {
      var comment = (String) task.getVariable("disposalComment");
      if ("APPROVED".equals(task.getVariable("disposalDecision"))) {
        disposal.approve(list(task.getExecution()), comment, Trace.actor());
      } else {
        disposal.giveBack(list(task.getExecution()), comment);
      }
    }
  }

  /** 逐卷转入销毁: a process for each archive, so that each goes or stays by itself. */
  @FlowBean(as = "destroyListed")
  static class Start implements JavaDelegate {

    private final Disposal disposal;
    private final ObjectProvider<RuntimeService> runtime;

    Start(Disposal disposal, ObjectProvider<RuntimeService> runtime) {
      this.disposal = disposal;
      this.runtime = runtime;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var list = list(execution);
      disposal.toDestroy(list).forEach(number -> runtime.getObject().startProcessInstanceByKey("archive-destruction",
          number.value(), Map.of(LIST, list)));
    }
  }

  /** 清除个人信息和证据: all of it in the transaction of this one job, unless something came in between. */
  @FlowBean(as = "destroyArchive")
  static class Destroy implements JavaDelegate {

    /** What may run while a case is destroyed, beside what ends with it: the destruction, and what called it. */
    private static final Set<String> DESTROYING = Set.of("archive-destruction", "erasure-request");

    private final Destruction destruction;
    private final Disposal disposal;
    private final ErasureRequests requests;
    private final Trace trace;
    private final TracePlugin traces;
    private final ObjectProvider<RuntimeService> runtime;

    Destroy(Destruction destruction, Disposal disposal, ErasureRequests requests, Trace trace, TracePlugin traces,
        ObjectProvider<RuntimeService> runtime) {
      this.destruction = destruction;
      this.disposal = disposal;
      this.requests = requests;
      this.trace = trace;
      this.traces = traces;
      this.runtime = runtime;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var listed = execution.hasVariable(LIST);
      traces.writeNow(); // what comes before the destruction on record must not outlive it
      var objection = destruction.borrowed(number).or(() -> running(number))
          .or(() -> listed ? disposal.changedHands(list(execution), number) : Optional.empty()).or(() -> destruction.destroy(number, listed
          ? disposal.order(list(execution), number) : requests.order(number)));
      execution.setVariable("destroyed", objection.isEmpty());
      objection.ifPresent(why -> trace.note(execution, "DESTRUCTION_STOPPED", "未销毁：" + why, Map.of()));
      if (listed) {
        disposal.outcome(list(execution), number, objection.isEmpty() ? Outcome.DESTROYED : Outcome.STOPPED,
            objection.orElse(null));
      }
    }

    private Optional<String> running(ComplaintNumber number) {
      var others = runtime.getObject().createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list()
          .stream().map(Destroy::key)
          .filter(key -> !DESTROYING.contains(key) && !EngineHistoryHolding.ENDS_WITH_THE_CASE.contains(key)).toList();
      return others.isEmpty() ? Optional.empty() : Optional.of("案件还有 " + others.size() + " 个流程在办理");
    }

    private static String key(ProcessInstance instance) {
      return instance.getProcessDefinitionId().replaceAll(":.*", "");
    }
  }

  /** 清除证据文件 from the store, taken up again until all are gone. */
  @FlowBean(as = "removeEvidenceFiles")
  static class RemoveFiles implements JavaDelegate {

    private final EvidenceStore evidence;
    private final EngineHistoryHolding history;

    RemoveFiles(EvidenceStore evidence, EngineHistoryHolding history) {
      this.evidence = evidence;
      this.history = history;
    }

    @Override
    public void execute(DelegateExecution execution) {
      evidence.removeFiles(Case.number(execution));
      history.destroy(Case.number(execution)); // of what ended with the destruction itself
    }
  }
}
