package io.huiyin.web;

import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who looked at which case, for auditors alone (see the table of addresses). [000] */
@RestController
@Tag(name = "访问日志", description = "只供审计")
class AccessLogResource {

  private final AccessLog log;
  private final Times times;
  private final Clock clock;

  AccessLogResource(AccessLog log, Times times, Clock clock) {
    this.log = log;
    this.times = times;
    this.clock = clock;
  }

  /** One line of the log. */
  record LogLine(long id, OffsetDateTime at, @Schema(description = "用户 id") String person, String complaintNumber,
      Action action, String actionLabel, String detail) {
  }

  @GetMapping("/api/v1/access-log")
  @Operation(summary = "访问日志", description = "新的在前。同一人十分钟内多次查看同一案件记一条。")
  @Parameter(name = "person")
  @Parameter(name = "number")
  @Parameter(name = "action", schema = @Schema(implementation = Action.class))
  @Parameter(name = "from", description = "日期起，如 2026-09-01")
  @Parameter(name = "to", description = "日期止(含当日)")
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<LogLine> find(@Parameter(hidden = true) @RequestParam Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("person", "number", "action", "from", "to", "page", "size"));
    var page = PageOf.Request.from(in, 50);
    var to = in.day("to");
    var filter = new AccessLog.Filter(in.text("person", 64), in.text("number", 40),
        in.optional("action", Action.class), startOf(in.day("from")), startOf(to == null ? null : to.plusDays(1)));
    in.throwIfFaulty();
    var lines = log.find(filter, page.offset(), page.size()).stream().map(entry -> new LogLine(entry.id(),
        times.at(entry.at()), entry.person(), entry.number(), entry.action(), entry.action().label(), entry.detail()))
        .toList();
    return new PageOf<>(lines, page.page(), page.size(), log.count(filter));
  }

  private Instant startOf(LocalDate day) {
    return day == null ? null : day.atStartOfDay(clock.getZone()).toInstant();
  }
}
