package io.huiyin;

import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Business time: one clock for every module, the engine included. */
@Configuration
class ClockConfiguration {

  /** {@code huiyin.zone}: the zone in which days begin and end. */
  @Bean
  VirtualClock clock(@Value("${huiyin.zone:Asia/Shanghai}") String zone) {
    return new VirtualClock(ZoneId.of(zone));
  }
}
