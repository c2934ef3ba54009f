package io.huiyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.huiyin.HuiyinTest;
import io.huiyin.complaint.ComplaintFlow;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;

/**
 * Figures of docs/benchmark.md: the application against the bare engine on the same models, with the same payload, in one
 * run on one durable PostgreSQL. Run with {@code ./mvnw -Pbench verify}; the tables land in target/benchmark.md.
 */
@Tag("bench")
@HuiyinTest
@TestPropertySource(properties = {"huiyin.database.temporary=false", "huiyin.data-dir=target/bench-data",
    "camunda.bpm.job-execution.enabled=true"})
@Import(Lateness.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BenchTest {

  static {
    FileSystemUtils.deleteRecursively(new File("target/bench-data")); // what an earlier run left
  }

  private static final int WARM_UP = 3;
  private static final int JOURNEYS = 10;
  private static final Duration RATE_PHASE = Duration.ofSeconds(Integer.getInteger("bench.rateSeconds", 8));
  private static final Duration IDLE = Duration.ofSeconds(90);
  private static final int STEADY_TIMERS = 600;
  private static final int STEADY_PER_SECOND = 20;
  private static final int BURST_TIMERS = 10_000;
  private static final Duration LONGEST_BURST = Duration.ofMinutes(4);

  @Autowired ProcessEngine engine;
  @Autowired ComplaintFlow flow;
  @Autowired DataSource source;
  @Autowired JdbcClient jdbc;
  @Autowired Statements statements;
  @Autowired Lateness lateness;

  private final List<Desk> desks = new ArrayList<>();

  @BeforeAll
  void open() throws Exception {
    jdbc.sql("create schema bare").update();
    desks.add(new OurDesk(engine, flow));
    desks.add(BareDesk.open(source.unwrap(HikariDataSource.class), statements, lateness));
    for (var desk : desks) {
      desk.workers().shutdown();
      desk.engine().getRepositoryService().createDeployment().addModelInstance("bench-timer.bpmn",
          Bpmn.createExecutableProcess("bench-timer").camundaHistoryTimeToLiveString("P1D").startEvent()
              .intermediateCatchEvent().timerWithDate("${progressDueAt}")
              .serviceTask().camundaDelegateExpression("${lateness}").endEvent().done()).deploy();
    }
    Files.deleteIfExists(Path.of("target/benchmark.md"));
    print("\nPostgreSQL " + jdbc.sql("show server_version").query(String.class).single() + ", fsync "
        + jdbc.sql("show fsync").query(String.class).single() + ", synchronous_commit "
        + jdbc.sql("show synchronous_commit").query(String.class).single() + ", "
        + Runtime.getRuntime().availableProcessors() + " processors\n");
  }

  @Test
  @Order(1)
  void statementsAndWal() {
    for (var journey : List.of(Journey.MINOR, Journey.GENERAL)) {
      var rows = new ArrayList<List<Cost>>();
      for (var desk : desks) {
        for (var i = 0; i < WARM_UP; i++) {
          desk.walk(journey);
        }
        rows.add(costs(desk, journey));
      }
      print("\n| %s, mean of %d | %s statements | %s statements | ratio | %s WAL bytes | %s WAL bytes | ratio |"
          .formatted(journey.name(), JOURNEYS, desks.get(0).name(), desks.get(1).name(), desks.get(0).name(),
              desks.get(1).name()));
      print("|---|---|---|---|---|---|---|");
      for (var step = 0; step < rows.get(0).size(); step++) {
        printCosts(rows.get(0).get(step), rows.get(1).get(step));
      }
      printCosts(sum(rows.get(0)), sum(rows.get(1)));
    }
    var notices = jdbc.sql("select count(*) from notice").query(Integer.class).single();
    var journeys = jdbc.sql("select count(*) from complaint").query(Integer.class).single();
    print("\nBeside that our application wrote %.1f notices per journey, which it delivers later; the bare engine tells nobody."
        .formatted((double) notices / journeys));
  }

  private record Cost(String step, double statements, double wal) {
  }

  private List<Cost> costs(Desk desk, Journey journey) {
    var statementSums = new double[journey.steps().size() + 1];
    var walSums = new double[journey.steps().size() + 1];
    for (var i = 0; i < JOURNEYS; i++) {
      var key = new String[1];
      measure(statementSums, walSums, 0, () -> key[0] = desk.register(journey.registration()));
      for (var step = 0; step < journey.steps().size(); step++) {
        var todo = journey.steps().get(step);
        measure(statementSums, walSums, step + 1, () -> desk.work(key[0], todo));
      }
    }
    var costs = new ArrayList<Cost>();
    for (var step = 0; step < statementSums.length; step++) {
      costs.add(new Cost(step == 0 ? "registration" : journey.steps().get(step - 1).task(),
          statementSums[step] / JOURNEYS, walSums[step] / JOURNEYS));
    }
    return costs;
  }

  private void measure(double[] statementSums, double[] walSums, int step, Runnable work) {
    var before = wal();
    statementSums[step] += Statements.count(statements.of(work));
    walSums[step] += wal() - before;
  }

  private static Cost sum(List<Cost> costs) {
    return new Cost("**whole journey**", costs.stream().mapToDouble(Cost::statements).sum(),
        costs.stream().mapToDouble(Cost::wal).sum());
  }

  private void printCosts(Cost ours, Cost bare) {
    print("| %s | %.0f | %.0f | %.2f | %,.0f | %,.0f | %.2f |".formatted(ours.step(), ours.statements(),
        bare.statements(), ours.statements() / bare.statements(), ours.wal(), bare.wal(), ours.wal() / bare.wal()));
  }

  private long wal() {
    return jdbc.sql("select (pg_current_wal_insert_lsn() - '0/0')::bigint").query(Long.class).single();
  }

  @Test
  @Order(2)
  void rates() throws Exception {
    print("\n| threads | registrations per second: %1$s | %2$s | ratio | task completions per second: %1$s | %2$s | ratio |"
        .formatted(desks.get(0).name(), desks.get(1).name()));
    print("|---|---|---|---|---|---|---|");
    for (var threads : List.of(1, 2, 4, 8)) {
      var registered = new double[2];
      var completed = new double[2];
      for (var i = 0; i < 2; i++) {
        var desk = desks.get(i);
        registered[i] = perSecond(threads, () -> {
          desk.register(Journey.MINOR.registration());
          return true;
        });
        var contact = Journey.MINOR.steps().get(1);
        var waiting = new ConcurrentLinkedQueue<String>();
        desk.tasks().createTaskQuery().taskDefinitionKey("userTask_" + contact.task()).listPage(0, 5_000).stream()
            .map(Task::getId).forEach(waiting::add);
        completed[i] = perSecond(threads, () -> {
          var id = waiting.poll();
          if (id != null) {
            desk.as(contact.user(), () -> desk.claimAndComplete(id, contact));
          }
          return id != null;
        });
      }
      print("| %d | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f |".formatted(threads, registered[0], registered[1],
          registered[0] / registered[1], completed[0], completed[1], completed[0] / completed[1]));
    }
  }

  private interface Work {
    /** @return false if there is nothing left to do */
    boolean once();
  }

  /** How often all threads together do the work in one second. A failure counts for nothing and ends the bench. */
  private static double perSecond(int threads, Work work) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    var done = new AtomicInteger();
    var start = System.nanoTime();
    var end = start + RATE_PHASE.toNanos();
    var running = new ArrayList<java.util.concurrent.Future<?>>();
    for (var i = 0; i < threads; i++) {
      running.add(pool.submit(() -> {
        while (System.nanoTime() < end && work.once()) {
          done.incrementAndGet();
        }
      }));
    }
    for (var thread : running) {
      thread.get();
    }
    pool.shutdown();
    return done.get() / ((System.nanoTime() - start) / 1e9);
  }

  /** Both engines idle and fire at the same time: what they do then is little. */
  @Test
  @Order(3)
  void latenessAfterIdling() throws Exception {
    lateness.forget();
    var first = Instant.now().plus(IDLE).plusSeconds(30); // time to write the timers down
    var instances = new ArrayList<List<String>>();
    for (var desk : desks) {
      removeOtherJobs(desk);
      var started = new ArrayList<String>();
      for (var i = 0; i < STEADY_TIMERS; i++) {
        started.add(timer(desk, first.plusMillis(i * 1_000L / STEADY_PER_SECOND)));
      }
      instances.add(started);
    }
    sleepUntil(first.minus(IDLE));
    desks.forEach(desk -> desk.workers().start());
    await(2 * STEADY_TIMERS, Duration.between(Instant.now(), first).plusSeconds(150));
    desks.forEach(desk -> desk.workers().shutdown());
    print("\n| %d timers, %d due per second, after %d s of idling | fired | median ms | p95 ms | latest ms |"
        .formatted(STEADY_TIMERS, STEADY_PER_SECOND, IDLE.toSeconds()));
    print("|---|---|---|---|---|");
    for (var i = 0; i < 2; i++) {
      var late = lateness.of(instances.get(i));
      print("| %s | %d | %d | %d | %d |".formatted(desks.get(i).name(), late.size(), late.get(late.size() / 2),
          late.get(late.size() * 95 / 100), late.get(late.size() - 1)));
    }
  }

  @Test
  @Order(4)
  void burst() throws Exception {
    print("\n| %,d timers due at once | fired | lost | fired twice | seconds | per second |".formatted(BURST_TIMERS));
    print("|---|---|---|---|---|---|");
    for (var desk : desks) {
      lateness.forget();
      removeOtherJobs(desk);
      var due = Instant.now();
      var pool = Executors.newFixedThreadPool(4);
      for (var i = 0; i < BURST_TIMERS; i++) {
        pool.submit(() -> timer(desk, due));
      }
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
      var start = System.nanoTime();
      desk.workers().start();
      await(BURST_TIMERS, LONGEST_BURST);
      var seconds = (System.nanoTime() - start) / 1e9;
      desk.workers().shutdown();
      var left = desk.engine().getRuntimeService().createProcessInstanceQuery().processDefinitionKey("bench-timer")
          .count();
      print("| %s | %d | %d | %d | %.1f | %.0f |".formatted(desk.name(), lateness.instances(),
          BURST_TIMERS - lateness.instances() - left, lateness.fired() - lateness.instances(), seconds,
          lateness.instances() / seconds));
    }
  }

  @Test
  @Order(5)
  void memory() {
    System.gc();
    print("\nHeap in use after the run (both engines in one JVM): %d MB\n".formatted(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20));
  }

  private static String timer(Desk desk, Instant due) {
    return desk.engine().getRuntimeService().startProcessInstanceByKey("bench-timer",
        Map.of("progressDueAt", Date.from(due))).getId();
  }

  /** Jobs of the journeys would be carried out between the timers that are measured. */
  private static void removeOtherJobs(Desk desk) {
    var management = desk.engine().getManagementService();
    desk.engine().getRepositoryService().createProcessDefinitionQuery().list().stream()
        .filter(definition -> !definition.getKey().equals("bench-timer"))
        .forEach(definition -> management.suspendJobByProcessDefinitionId(definition.getId()));
  }

  private void await(int firings, Duration atMost) throws InterruptedException {
    var end = Instant.now().plus(atMost);
    while (lateness.instances() < firings && Instant.now().isBefore(end)) {
      Thread.sleep(20);
    }
    Thread.sleep(1_000); // for what fires twice
  }

  private static void sleepUntil(Instant instant) throws InterruptedException {
    var wait = Duration.between(Instant.now(), instant).toMillis();
    assertThat(wait).as("time to write the timers down").isPositive();
    Thread.sleep(wait);
  }

  private static void print(String line) {
    System.out.println(line);
    try {
      Files.writeString(Path.of("target/benchmark.md"), line + "\n", java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
