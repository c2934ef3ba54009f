package io.huiyin.sla;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SlaConfiguration {

  @Bean
  WorkingCalendar workingCalendar(SlaSettings settings) {
    return WorkingCalendar.of(settings);
  }
}
