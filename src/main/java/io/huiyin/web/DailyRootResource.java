package io.huiyin.web;

import io.huiyin.archive.AccessSeal;
import io.huiyin.archive.DailyRoots;
import io.huiyin.complaint.FieldReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The daily roots, for those who keep them elsewhere and check against them. They name no case but a broken one. */
@RestController
@RequestMapping("/api/v1/archives/roots")
@Tag(name = "每日存证", description = "审计和档案管理员可读")
class DailyRootResource {

  private final DailyRoots roots;
  private final Times times;
  private final Clock clock;

  DailyRootResource(DailyRoots roots, Times times, Clock clock) {
    this.roots = roots;
    this.times = times;
    this.clock = clock;
  }

  /** A root. */
  record RootView(LocalDate day, OffsetDateTime sealedAt, @Schema(description = "当日有变动的案卷数") int files,
      @Schema(description = "前一次的根") String previous,
      @Schema(description = "访问日志：存到第几号、多少条、缺号、哈希；早先的存证没有") AccessSeal access, String root) {
  }

  @GetMapping
  @Operation(summary = "每日的根", description = "新的在前。请另行保存：以后可以证明当日的案卷没有被删除或改写。")
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<RootView> list(@Parameter(hidden = true) @RequestParam Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("page", "size"));
    var page = PageOf.Request.from(in, 50);
    in.throwIfFaulty();
    var items = roots.latest(page.offset(), page.size()).stream().map(root -> new RootView(root.day(),
        times.at(root.sealedAt()), root.files(), root.previous(), root.access(), root.root())).toList();
    return new PageOf<>(items, page.page(), page.size(), roots.count());
  }

  /** The check of all roots. */
  record RootsVerification(boolean intact, long roots, OffsetDateTime checkedAt,
      @Schema(description = "完好时为空，否则逐处说明") List<String> findings) {
  }

  @GetMapping("/verification")
  @Operation(summary = "核验每日存证", description = "重算每一次的根，并与案卷、访问日志、前一次的根和存证文件对照；被整卷删除或改写的案卷、被改动或删除的访问记录会被指出。")
  RootsVerification verify() {
    var findings = roots.verify();
    return new RootsVerification(findings.isEmpty(), roots.count(), times.at(clock.instant()), findings);
  }
}
