package io.huiyin.flow.delegate;

import io.huiyin.archive.CheckReport.Occasion;
import io.huiyin.archive.FourChecks;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.engine.FlowBean;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** 夜间抽检: the four checks of a sample of the filed archives, night by night. [norm: DA/T 70] */
@FlowBean(as = "inspection")
public class Inspection {

  /**
   * Settings {@code huiyin.archive.inspection}.
   *
   * @param sampleSize how many archives a night; 0 = none
   * @param seed       with the day it decides which; an auditor who knows it draws the same sample
   */
  @Validated
  @ConfigurationProperties("huiyin.archive.inspection")
  public record Settings(@PositiveOrZero @DefaultValue("20") int sampleSize, @NotNull @DefaultValue("huiyin") String seed) {
  }

  private static final String SAMPLED = "sampledNumber";

  private final FourChecks checks;
  private final Settings settings;
  private final Clock clock;

  Inspection(FourChecks checks, Settings settings, Clock clock) {
    this.checks = checks;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The numbers of tonight's archives: {@code ${inspection.sample(execution)}}. Who starts the process by hand may ask
   * for more by the variable {@code sampleSize}.
   */
  public List<String> sample(DelegateExecution execution) {
    var size = execution.getVariable("sampleSize") instanceof Number asked ? asked.intValue() : settings.sampleSize();
    return checks.sample(LocalDate.now(clock), size, settings.seed()).stream()
        .map(ComplaintNumber::value).toList();
  }

  private static ComplaintNumber sampled(DelegateExecution execution) {
    return new ComplaintNumber((String) execution.getVariable(SAMPLED));
  }

  /** 四性检测 of one archive of the sample. */
  @FlowBean(as = "inspectArchive")
  static class Inspect implements JavaDelegate {

    private final FourChecks checks;

    Inspect(FourChecks checks) {
      this.checks = checks;
    }

    @Override
    public void execute(DelegateExecution execution) {
      execution.setVariable("checksPassed", checks.run(sampled(execution), Occasion.NIGHTLY, "system").passed());
    }
  }

  /** 转档案管理员处理: an instance of its own for the archive, unless one is open. */
  @FlowBean(as = "raiseFindings")
  static class RaiseFindings implements JavaDelegate {

    private final ObjectProvider<RuntimeService> runtime;

    RaiseFindings(ObjectProvider<RuntimeService> runtime) {
      this.runtime = runtime;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = sampled(execution).value();
      if (runtime.getObject().createProcessInstanceQuery().processDefinitionKey("archive-checks")
          .processInstanceBusinessKey(number).count() == 0) {
        runtime.getObject().createMessageCorrelation("ArchiveDoubted").processInstanceBusinessKey(number)
            .correlateStartMessage();
      }
    }
  }
}
