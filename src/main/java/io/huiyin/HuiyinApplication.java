package io.huiyin;

import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** 回音 Huiyin: complaint handling and complaint archives on embedded Camunda 7. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class HuiyinApplication {

  public static void main(String[] args) {
    // The engine keeps its instants without a zone: they would move with the zone of the machine.
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
    SpringApplication.run(HuiyinApplication.class, args);
  }
}
