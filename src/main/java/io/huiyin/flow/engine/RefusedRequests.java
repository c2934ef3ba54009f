package io.huiyin.flow.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.complaint.InvalidInput;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * The engine's REST resources answer 500 to whatever a listener throws. Where the command was refused for bad input,
 * this filter answers 400 with every faulty field, over {@code /engine-rest} and in the web apps alike.
 */
@Configuration
class RefusedRequests {

  @Bean
  FilterRegistrationBean<OncePerRequestFilter> refusedRequestsFilter(ObjectMapper json) {
    var registration = new FilterRegistrationBean<OncePerRequestFilter>(new Answer(json));
    registration.addUrlPatterns("/engine-rest/*", "/camunda/api/engine/*");
    registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
    return registration;
  }

  private static class Answer extends OncePerRequestFilter {

    private final ObjectMapper json;

    Answer(ObjectMapper json) {
      this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return "GET".equals(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      var held = new ContentCachingResponseWrapper(response);
      chain.doFilter(request, held);
      if (held.getStatus() >= 400 && request.getAttribute(DomainFailures.REFUSED) instanceof InvalidInput invalid) {
        held.resetBuffer();
        held.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        held.setContentType("application/json;charset=UTF-8");
        json.writeValue(held.getOutputStream(), Map.of(
            "type", "InvalidInput", "message", invalid.getMessage(), "errors", invalid.errors()));
      }
      held.copyBodyToResponse();
    }
  }
}
