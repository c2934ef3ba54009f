package io.huiyin.flow.workbench;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Tells the web apps with every answer in which zone the company's days begin and end ({@code huiyin.zone}): a browser may
 * stand in another, and shows the company's times all the same.
 */
@ControllerAdvice(basePackageClasses = PanelController.class)
class BusinessZone {

  static final String HEADER = "Business-Zone";

  private final Clock clock;

  BusinessZone(Clock clock) {
    this.clock = clock;
  }

  @ModelAttribute
  void tell(HttpServletResponse response) {
    response.setHeader(HEADER, clock.getZone().getId());
  }
}
