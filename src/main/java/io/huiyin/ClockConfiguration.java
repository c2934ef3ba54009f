package io.huiyin;

import java.time.ZoneId;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Business time: one clock for every module, the engine included. */
@Configuration
class ClockConfiguration {

  /**
   * Stands where the demo left it before anybody reads it, the engine included.
   *
   * @param zone {@code huiyin.zone}: the zone in which days begin and end
   */
  @Bean
  VirtualClock clock(@Value("${huiyin.zone:Asia/Shanghai}") String zone, ObjectProvider<ClockStore> store) {
    var clock = new VirtualClock(ZoneId.of(zone));
    store.ifAvailable(demo -> clock.shift(demo.load()));
    return clock;
  }
}
