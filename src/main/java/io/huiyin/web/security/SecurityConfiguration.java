package io.huiyin.web.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.identity.CaseAction;
import io.huiyin.report.MonthlyAnalyses;
import io.huiyin.web.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.security.servlet.PathRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** One table of rules for every address. Which case a caller may see is a matter of the case, not of the address. */
@Configuration
class SecurityConfiguration {

  private static final String ADMIN = "camunda-admin";
  private static final String CASES = "/api/v1/complaints/*";

  private static final String[] REGISTERING = {"cs-agent", "cs-supervisor", "integrator"};
  private static final String[] TAKING_OUT = {"archivist", "auditor", "cs-manager"};

  private final ObjectMapper json;
  private final DirectoryLogin login;
  private final TokenLogin tokenLogin;

  SecurityConfiguration(ObjectMapper json, DirectoryLogin login, TokenLogin tokenLogin) {
    this.json = json;
    this.login = login;
    this.tokenLogin = tokenLogin;
  }

  /** Whole paths: by default only what follows the engine's own servlet mappings is matched, and nothing fits. */
  @Bean
  PathPatternRequestMatcherBuilderFactoryBean wholePaths() {
    return new PathPatternRequestMatcherBuilderFactoryBean();
  }

  /** The web apps log in, keep sessions and check CSRF tokens by filters of their own. */
  @Bean
  @Order(1)
  SecurityFilterChain webApps(HttpSecurity http) throws Exception {
    return http.securityMatcher(request -> (path(request) + "/").startsWith("/camunda/") || path(request).equals("/"))
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(Customizer.withDefaults())
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  /** Programs: password or token with every call, no session, so nothing that CSRF could ride on. */
  @Bean
  @Order(2)
  SecurityFilterChain programs(HttpSecurity http) throws Exception {
    return basic(http.securityMatchers(paths -> paths.requestMatchers("/api/**").requestMatchers(engineRest(null, ".*"))),
        HttpStatus.FORBIDDEN)
        .addFilterBefore(byToken(), BasicAuthenticationFilter.class)
        .authorizeHttpRequests(rules -> rules
            .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll()
            .requestMatchers(POST, "/api/v1/complaints").hasAnyAuthority(REGISTERING)
            .requestMatchers(POST, CASES + "/contacts").access(whoever(CaseAction.CONTACT))
            .requestMatchers(POST, CASES + "/withdrawal").access(whoever(CaseAction.WITHDRAWAL))
            .requestMatchers(POST, CASES + "/reopening").access(whoever(CaseAction.REOPENING))
            .requestMatchers(POST, CASES + "/pauses").access(whoever(CaseAction.PAUSE))
            .requestMatchers(DELETE, CASES + "/pauses").access(whoever(CaseAction.RESUMPTION))
            .requestMatchers(POST, CASES + "/ratings", CASES + "/sensitivity").access(whoever(CaseAction.REGRADING))
            .requestMatchers(POST, "/api/v1/complaints/**").access(SecurityConfiguration::works)
            .requestMatchers(POST, "/api/v1/archives/*/loans", "/api/v1/loans/*/*").access(SecurityConfiguration::borrows)
            .requestMatchers("/api/v1/access-log").hasAuthority("auditor")
            .requestMatchers(POST, "/api/v1/archives/*/checks").hasAnyAuthority("auditor", "archivist")
            .requestMatchers("/api/v1/archives/follow-ups", "/api/v1/archives/*/follow-up")
                .hasAnyAuthority("archivist", "board-office")
            .requestMatchers("/api/v1/archives/roots/**").hasAnyAuthority("auditor", "archivist")
            .requestMatchers("/api/v1/archives/*/package").hasAnyAuthority(TAKING_OUT)
            .requestMatchers("/api/v1/reports/**").hasAnyAuthority(MonthlyAnalyses.READERS.toArray(String[]::new))
            .requestMatchers("/api/v1/demo/outbox", "/api/v1/access-tokens/**").hasAuthority(ADMIN)
            .requestMatchers(engineRest(GET, ".*")).authenticated()
            .requestMatchers(engineRest(POST, "/message|/process-definition/([^/]+/){1,2}start")).authenticated()
            .requestMatchers(engineRest(null, ".*")).access(SecurityConfiguration::isPerson)
            .anyRequest().authenticated())
        .build();
  }

  /** Whatever is left: health and static files for everybody, the rest of the actuator for administrators. */
  @Bean
  @Order(3)
  SecurityFilterChain rest(HttpSecurity http) throws Exception {
    return basic(http, HttpStatus.NOT_FOUND)
        .authorizeHttpRequests(rules -> rules
            .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll()
            .requestMatchers("/actuator/health", "/actuator/health/*").permitAll()
            .requestMatchers(PathRequest.toStaticResources().atCommonLocations()).permitAll()
            .requestMatchers("/actuator", "/actuator/**").hasAuthority(ADMIN)
            .anyRequest().denyAll())
        .build();
  }

  private HttpSecurity basic(HttpSecurity http, HttpStatus denied) throws Exception {
    return http
        .authenticationProvider(login)
        .httpBasic(basic -> basic.authenticationEntryPoint((request, response, failure) -> {
          response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Huiyin\", charset=\"UTF-8\"");
          response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Huiyin\"");
          answer(request, response, HttpStatus.UNAUTHORIZED);
        }))
        .exceptionHandling(failures -> failures.accessDeniedHandler(
            (request, response, failure) -> answer(request, response, denied)))
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
  }

  /** Whose role it is; whether it is this person's with this case is asked when the case is known. */
  private static AuthorizationManager<RequestAuthorizationContext> whoever(CaseAction action) {
    return (caller, ignored) -> is(caller, action::isOf);
  }

  private static AuthorizationDecision is(Supplier<Authentication> caller, Predicate<String> group) {
    return new AuthorizationDecision(caller.get().getAuthorities().stream().map(Object::toString).anyMatch(group));
  }

  private AuthenticationFilter byToken() {
    var filter = new AuthenticationFilter((AuthenticationManager) tokenLogin::authenticate, tokenLogin::read);
    filter.setSuccessHandler((request, response, login) -> { });
    filter.setFailureHandler((request, response, failure) -> {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Huiyin\", error=\"invalid_token\"");
      answer(request, response, HttpStatus.UNAUTHORIZED);
    });
    return filter;
  }

  /** Whether the person works on cases; auditors, process owners and administrators do not. */
  private static AuthorizationDecision works(Supplier<Authentication> caller, RequestAuthorizationContext ignored) {
    return is(caller, CaseAction.EVIDENCE::isOf);
  }

  /** Whether the person may borrow archives: whoever works on cases and is no program. */
  private static AuthorizationDecision borrows(Supplier<Authentication> caller, RequestAuthorizationContext request) {
    return new AuthorizationDecision(works(caller, request).isGranted() && isPerson(caller, request).isGranted());
  }

  /** Whether the caller is more than a program, which may start processes and tell them messages, nothing else. */
  private static AuthorizationDecision isPerson(Supplier<Authentication> caller, RequestAuthorizationContext ignored) {
    return new AuthorizationDecision(caller.get() instanceof LoggedIn
        && caller.get().getAuthorities().stream().map(Object::toString).anyMatch(group -> !group.equals("integrator")));
  }

  // the engine's servlets stand beside Spring's; a path as text would be matched within the servlet it goes to
  private static RequestMatcher engineRest(HttpMethod method, String path) {
    return request -> request.getServletPath().equals("/engine-rest")
        && (method == null || method.matches(request.getMethod()))
        && Objects.requireNonNullElse(request.getPathInfo(), "").matches(path);
  }

  private static String path(HttpServletRequest request) {
    return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, HttpStatus status)
      throws IOException {
    var problem = Problem.of(status);
    problem.setInstance(URI.create(request.getRequestURI()));
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding("UTF-8");
    json.writeValue(response.getOutputStream(), problem);
  }
}
