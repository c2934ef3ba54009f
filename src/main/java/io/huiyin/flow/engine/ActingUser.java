package io.huiyin.flow.engine;

import io.huiyin.identity.Person;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the engine for whom a call of {@code /engine-rest} or {@code /api} acts, so that its authorizations bind and
 * the archive knows the actor. Without a user the engine checks nothing, so nobody may pass without one.
 */
@Configuration
class ActingUser {

  @Bean
  FilterRegistrationBean<OncePerRequestFilter> actingUserFilter(IdentityService identity) {
    var registration = new FilterRegistrationBean<OncePerRequestFilter>(new Tell(identity));
    registration.addUrlPatterns("/engine-rest/*", "/api/*");
    registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 10);
    return registration;
  }

  private static class Tell extends OncePerRequestFilter {

    private final IdentityService identity;

    Tell(IdentityService identity) {
      this.identity = identity;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      var login = SecurityContextHolder.getContext().getAuthentication();
      if (login == null || !(login.getPrincipal() instanceof Person person)) {
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        return;
      }
      identity.setAuthentication(person.id(), List.copyOf(person.groups()));
      try {
        chain.doFilter(request, response);
      } finally {
        identity.clearAuthentication();
      }
    }
  }
}
