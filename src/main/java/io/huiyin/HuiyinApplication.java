package io.huiyin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** 回音 Huiyin: complaint handling and complaint archives on embedded Camunda 7. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class HuiyinApplication {

  public static void main(String[] args) {
    SpringApplication.run(HuiyinApplication.class, args);
  }
}
