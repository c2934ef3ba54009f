package io.huiyin.web;

import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessTokens;
import io.huiyin.identity.AccessTokens.Token;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Access tokens of programs, made and revoked by administrators (see the table of addresses). */
@RestController
@RequestMapping("/api/v1/access-tokens")
@Tag(name = "访问令牌", description = "只供系统管理员")
class AccessTokenResource {

  private static final int LONGEST = 366;
  private static final int USUAL = 90;

  private final AccessTokens tokens;
  private final Times times;
  private final Clock clock;

  AccessTokenResource(AccessTokens tokens, Times times, Clock clock) {
    this.tokens = tokens;
    this.times = times;
    this.clock = clock;
  }

  /** A token without its secret. */
  record TokenView(long id, @Schema(description = "代表哪个系统账号") String account, String label, String createdBy,
      OffsetDateTime createdAt, OffsetDateTime expiresAt, String revokedBy, OffsetDateTime revokedAt) {
  }

  /** A new token. */
  record Issued(@Schema(description = "令牌本身，只出现这一次，请立即妥善保存") String token, TokenView details) {
  }

  @PostMapping
  @Operation(summary = "签发访问令牌", description = """
      account 为系统集成账号，label 为用途，days 为有效天数(1 到 366，默认 90)。系统只保存令牌的哈希，令牌本身不能再次查看。""")
  ResponseEntity<Issued> issue(@AuthenticationPrincipal Person caller,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject("""
          {"account": "crm1", "label": "CRM 生产环境", "days": 90}""")))
      @RequestBody Map<String, Object> body) {
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("account", "label", "days"));
    var account = in.requiredText("account", 64);
    var label = in.requiredText("label", 100);
    var days = in.number("days", 1, LONGEST, USUAL);
    if (account != null && tokens.program(account).isEmpty()) {
      in.fault("account", "没有这个系统集成账号；令牌只发给系统，人员请用密码登录");
    }
    in.throwIfFaulty();
    var issued = tokens.issue(caller, account, label, Duration.ofDays(days));
    return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
        .body(new Issued(issued.secret(), view(issued.token())));
  }

  @GetMapping
  @Operation(summary = "访问令牌清单", description = "新的在前，不含令牌本身。")
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<TokenView> list(@Parameter(hidden = true) @RequestParam Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("page", "size"));
    var page = PageOf.Request.from(in, 50);
    in.throwIfFaulty();
    return page.of(tokens.all().stream().map(this::view).toList());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "撤销访问令牌", description = "立即失效，不能恢复。没有这个令牌或已撤销的，答复 404。")
  void revoke(@AuthenticationPrincipal Person caller, @PathVariable long id) {
    tokens.revoke(caller, id);
  }

  private TokenView view(Token token) {
    return new TokenView(token.id(), token.account(), token.label(), token.createdBy(), times.at(token.createdAt()),
        times.at(token.expiresAt()), token.revokedBy(), times.at(token.revokedAt()));
  }
}
