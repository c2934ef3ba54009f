package io.huiyin.web;

import io.huiyin.complaint.FieldReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The time machine of the demo. */
@Profile("demo")
@RestController
@RequestMapping("/api/v1/demo/clock")
@Tag(name = "演示时钟", description = "仅演示环境提供")
class DemoClockResource {

  private static final Duration FARTHEST = Duration.ofDays(3660);

  private final TimeMachine timeMachine;
  private final Times times;
  private final Clock clock;

  DemoClockResource(TimeMachine timeMachine, Times times, Clock clock) {
    this.timeMachine = timeMachine;
    this.times = times;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "现在几点")
  Map<String, Object> now() {
    return answer(timeMachine.now());
  }

  @PostMapping
  @Operation(summary = "拨动时钟", description = """
      {"advance": "PT3H"} 向前拨，{"set": "2026-09-24T10:00:00+08:00"} 拨到某一时刻(还没有投诉时才能往回拨)。\
      期间到期的事项按到期先后办完后才返回。""")
  Map<String, Object> move(@RequestBody Map<String, Object> body) {
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("advance", "set"));
    var by = duration(in);
    var instant = in.instant("set");
    if (in.fine("advance", "set") && (by == null) == (instant == null)) {
      in.fault("advance", "advance 与 set 请填写其中一个");
    }
    in.throwIfFaulty();
    return answer(by == null ? timeMachine.set(instant) : timeMachine.advance(by));
  }

  private static Duration duration(FieldReader in) {
    var text = in.text("advance", 30);
    if (text == null) {
      return null;
    }
    try {
      var by = Duration.parse(text);
      if (!by.isNegative() && by.compareTo(FARTHEST) <= 0) {
        return by;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    in.fault("advance", "应为 ISO-8601 时长，如 PT3H 或 P2D，不能为负，最长 " + FARTHEST.toDays() + " 天");
    return null;
  }

  private Map<String, Object> answer(Instant now) {
    return Map.of("now", times.at(now));
  }
}
