package io.huiyin.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The engine as it comes: default settings, history level full, the same models, everything that people enter kept as
 * process variables. Its steps only set what the models need to choose a path. It checks no form, grants no access,
 * counts no clock, writes no archive and tells nobody anything.
 */
record BareDesk(ProcessEngine engine) implements Desk {

  /** An engine with tables of its own in the schema {@code bare} of the same database. */
  static BareDesk open(HikariDataSource ours, Statements statements, Lateness lateness) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(ours.getJdbcUrl() + (ours.getJdbcUrl().contains("?") ? "&" : "?") + "currentSchema=bare");
    pool.setUsername(ours.getUsername());
    pool.setPassword(ours.getPassword());
    pool.setMaximumPoolSize(ours.getMaximumPoolSize());
    var engine = new StandaloneProcessEngineConfiguration();
    engine.setProcessEngineName("bare");
    engine.setDataSource(statements.counting(pool));
    engine.setDatabaseSchema("bare");
    engine.setDatabaseTablePrefix("bare.");
    engine.setDatabaseSchemaUpdate("true");
    engine.setHistory("full");
    engine.setJobExecutorActivate(false);
    engine.setBeans(beans(lateness));
    var bare = new BareDesk(engine.buildProcessEngine());
    bare.deployModels();
    return bare;
  }

  private void deployModels() {
    var deployment = engine.getRepositoryService().createDeployment();
    try {
      var resolver = new PathMatchingResourcePatternResolver();
      for (var kind : new String[] {"bpmn", "dmn"}) {
        for (var model : resolver.getResources("classpath*:processes/*." + kind)) {
          deployment.addInputStream(model.getFilename(), model.getInputStream());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    deployment.deploy();
  }

  @Override
  public String name() {
    return "bare engine";
  }

  @Override
  public String register(Map<String, Object> fields) {
    return engine.getRuntimeService().createMessageCorrelation("ComplaintReceived").setVariables(fields)
        .correlateStartMessage().getBusinessKey();
  }

  @Override
  public void as(String user, Runnable action) {
    engine.getIdentityService().setAuthenticatedUserId(user);
    try {
      action.run();
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  /** Deadlines far enough that none falls due in the bench. */
  public static class Clocks {

    public String start(DelegateExecution execution, String kind) {
      return kind;
    }

    public Date warnAt(DelegateExecution execution, String kind) {
      return in(1);
    }

    public Date dueAt(DelegateExecution execution, String kind) {
      return in(2);
    }

    public Date escalateAt(DelegateExecution execution, String kind) {
      return in(3);
    }

    static Date in(int days) {
      return Date.from(Instant.now().plus(Duration.ofDays(days)));
    }
  }

  private static Map<Object, Object> beans(Lateness lateness) {
    var serial = new AtomicLong();
    JavaDelegate nothing = execution -> { };
    TaskListener listening = task -> { };
    var beans = new HashMap<Object, Object>();
    for (var name : new String[] {"checkRegistration", "closeCase", "notifyManagement",
        "recordContact", "regradeComplaint", "pauseClocks", "resumeClocks",
        "urgeHolders", "deliverNotice", "notifyCustomer",
        "recordSurvey", "recordObjection", "startNextRound", "fileArchive", "startClock", "cancelClock",
        "startConversion", "supervise", "proposeClassification", "inspectArchive", "raiseFindings",
        "findWorkingMorning", "countFollowUps", "reopenCase", "noteLeadingResult", "handOverExtensionRequest"}) {
      beans.put(name, nothing);
    }
    for (var name : new String[] {"classifyComplaint", "recordContactFromTask", "waiveDocuments", "demandDocuments", "askSupplement",
        "acceptFindings", "demandFollowUps",
        "rememberPlanAuthor", "recordResponsibility"}) {
      beans.put(name, listening);
    }
    beans.put("clocks", new Clocks());
    beans.put("lateness", lateness);
    beans.put("linkHistory", (JavaDelegate) execution -> execution.setVariable("repeat", false));
    beans.put("correctiveNeed", (JavaDelegate) execution -> {
      execution.setVariable("severity", execution.getProcessInstance().getSuperExecution().getVariable("severity"));
      execution.setVariable("correctiveMandatory", false);
    });
    beans.put("runFourChecks", (JavaDelegate) execution -> execution.setVariable("checksPassed", true));
    beans.put("triage", (JavaDelegate) execution -> {
      execution.setVariable("severity", "MINOR");
      execution.setVariable("priority", "P2");
      execution.setVariable("complexity", "NONE");
      execution.setVariable("sensitive", false);
      execution.setVariable("leadUnit", "unit-operations");
    });
    beans.put("registerComplaint", (JavaDelegate) execution -> {
      execution.setProcessBusinessKey("bare-" + serial.incrementAndGet());
      execution.setVariable("round", 1);
      execution.setVariable("firstRound", 1);
      execution.setVariable("substantiveContact", false);
      execution.setVariable("issuePointFrequent", false);
    });
    beans.put("scheduleProgress", (JavaDelegate) execution -> {
      execution.setVariable("contactMade", false);
      execution.setVariable("progressDueAt", Clocks.in(1));
    });
    beans.put("recordResultTold", (JavaDelegate) execution -> {
      var runtime = execution.getProcessEngineServices().getRuntimeService();
      var contact = runtime.createProcessInstanceQuery().superProcessInstanceId(execution.getProcessInstanceId())
          .processDefinitionKey("customer-contact").singleResult();
      runtime.setVariable(contact.getId(), "customerTold", true);
    });
    beans.put("recordConfirmation", (JavaDelegate) execution -> execution.setVariable("customerOutcome", "ACCEPTED"));
    beans.put("setPlanOutcome", (JavaDelegate) execution -> execution.setVariable("planOutcome", "APPROVED"));
    beans.put("checkDocuments", (JavaDelegate) execution -> execution.setVariable("documentsMissing", false));
    return beans;
  }
}
