package io.huiyin.flow;

import io.huiyin.ClockStore;
import io.huiyin.VirtualClock;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.web.TimeMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Moves the one clock forward and lets everything happen that falls due on the way, each at its own instant and in
 * order, before it returns. For tests and the demo; the engine's own workers rest meanwhile.
 */
@Component
public class EngineTimeMachine implements TimeMachine {

  private static final Logger LOG = LoggerFactory.getLogger(EngineTimeMachine.class);
  /** A model that keeps making jobs for the same instant would never let the clock go on. */
  private static final int MOST_JOBS = 100_000;

  private final VirtualClock clock;
  private final ManagementService management;
  private final ProcessEngineConfigurationImpl engine;
  private final JdbcClient jdbc;
  private final IdentityService identity;
  private final ObjectProvider<ClockStore> store;

  EngineTimeMachine(VirtualClock clock, ManagementService management, ProcessEngineConfigurationImpl engine,
      JdbcClient jdbc, ObjectProvider<ClockStore> store, IdentityService identity) {
    this.identity = identity;
    this.jdbc = jdbc;
    this.store = store;
    this.clock = clock;
    this.management = management;
    this.engine = engine;
    clock.follow(EngineTimeMachine::bridge);
  }

  /** The engine's clock goes with ours. */
  private static void bridge(VirtualClock clock) {
    if (clock.isHeld()) {
      ClockUtil.setCurrentTime(Date.from(clock.instant()));
    } else {
      ClockUtil.reset();
      ClockUtil.offset(clock.offset().toMillis());
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Instant advance(Duration by) {
    goTo(clock.instant().plus(by));
    return clock.instant();
  }

  @Override
  public synchronized Instant set(Instant instant) {
    if (instant.isBefore(clock.instant()) && jdbc.sql("select exists (select 1 from complaint)").query(Boolean.class)
        .single()) {
      throw new InvalidInput("set", "已有投诉案件，时间不能往回拨");
    }
    goTo(instant);
    return clock.instant();
  }

  /** Goes to an instant, firing what falls due. An earlier instant only sets the clock. */
  public synchronized void goTo(Instant target) {
    var wasHeld = clock.isHeld();
    var workers = engine.getJobExecutor();
    var wasActive = workers != null && workers.isActive();
    if (wasActive) {
      workers.shutdown();
    }
    var caller = identity.getCurrentAuthentication();
    identity.clearAuthentication(); // what falls due is nobody's doing
    try {
      clock.hold(clock.instant());
      fireUntil(target);
      clock.hold(target);
    } finally {
      identity.setAuthentication(caller);
      if (!wasHeld) {
        clock.run();
        store.ifAvailable(kept -> kept.save(clock.offset()));
      }
      if (wasActive) {
        workers.start();
      }
    }
  }

  private void fireUntil(Instant target) {
    Set<String> failed = new HashSet<>();
    for (var count = 0; count < MOST_JOBS; count++) {
      var next = next(target, failed);
      if (next == null) {
        return;
      }
      if (isAhead(next)) {
        clock.hold(next.getDuedate().toInstant());
        failed.clear();
      }
      try {
        management.executeJob(next.getId());
      } catch (RuntimeException e) {
        failed.add(next.getId());
        LOG.info("Job {} failed and will be tried again: {}", next.getId(), e.getMessage());
      }
    }
    throw new IllegalStateException("More than " + MOST_JOBS + " jobs fell due; a model may be running in circles");
  }

  /** A failed job that is to be tried again later. */
  private boolean isAhead(Job job) {
    return job.getDuedate() != null && job.getDuedate().toInstant().isAfter(clock.instant());
  }

  private Job next(Instant target, Set<String> failed) {
    List<Job> due = management.createJobQuery().active().withRetriesLeft()
        .duedateLowerThan(Date.from(target.plusMillis(1))).orderByJobDuedate().asc().orderByJobId().asc()
        .listPage(0, failed.size() + 1);
    return due.stream().filter(job -> !failed.contains(job.getId()) || isAhead(job)).findFirst().orElse(null);
  }
}
