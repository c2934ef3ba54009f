package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Complaint numbers have no gap and no double, whoever registers at the same moment and whatever fails. [001] */
@HuiyinTest
class NumberingTest {

  private static final int REGISTRATIONS = 200;
  private static final int THREADS = 8;

  @Autowired
  Story story;
  @Autowired
  JdbcClient jdbc;

  /** Somebody pulls the plug when the number is taken already. */
  private static class Unplugged extends RuntimeException {
  }

  @Test
  void registrationsAtTheSameTimeGetNumbersWithoutAGap() throws Exception {
    assertThat(atOnce("NUMA", i -> register("NUMA"))).isEqualTo(numbers("NUMA", REGISTRATIONS));
  }

  @Test
  void aRefusedRegistrationUsesNoNumber() throws Exception {
    assertThat(atOnce("NUMB", i -> i % 4 == 0 ? refused("NUMB") : register("NUMB")))
        .isEqualTo(numbers("NUMB", REGISTRATIONS * 3 / 4));
  }

  @Test
  void aRegistrationThatFailsAfterItsNumberWasTakenGivesItBack() throws Exception {
    assertThat(atOnce("NUMC", i -> i % 4 == 0 ? unplugged("NUMC") : register("NUMC")))
        .isEqualTo(numbers("NUMC", REGISTRATIONS * 3 / 4));
  }

  private Optional<String> register(String department) {
    return Optional.of(story.aComplaint().with("departmentCode", department).isRegistered().number.value());
  }

  private Optional<String> refused(String department) {
    try {
      return Optional.of(story.aComplaint().with("departmentCode", department).without("description").isRegistered()
          .number.value());
    } catch (InvalidInput e) {
      return Optional.empty();
    }
  }

  private Optional<String> unplugged(String department) {
    try {
      return story.inTransaction(() -> {
        assertThat(register(department)).isPresent();
        throw new Unplugged();
      });
    } catch (Unplugged e) {
      return Optional.empty();
    }
  }

  /** What was answered, in order; the same as what stands in the database. */
  private List<String> atOnce(String department, IntFunction<Optional<String>> registration) throws Exception {
    story.begins("2026-03-03T10:00");
    var calls = IntStream.range(0, REGISTRATIONS)
        .mapToObj(i -> (Callable<Optional<String>>) () -> registration.apply(i)).toList();
    var answered = new ArrayList<String>();
    var threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (var answer : threads.invokeAll(calls)) {
        answer.get().ifPresent(answered::add);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(jdbc.sql("select number from complaint where department = ? order by number").param(department)
        .query(String.class).list()).containsExactlyInAnyOrderElementsOf(answered);
    return answered.stream().sorted().toList();
  }

  private static List<String> numbers(String department, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(serial -> "20260303-%s-%04d".formatted(department, serial)).toList();
  }
}
