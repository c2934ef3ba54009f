package io.huiyin.web;

import io.huiyin.archive.Incoming;
import jakarta.servlet.MultipartConfigElement;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a browser or program is just sending lies where evidence comes in, not in the machine's temporary directory. */
@Configuration
class UploadConfiguration {

  @Bean
  MultipartConfigElement multipartConfigElement(MultipartProperties properties, Incoming incoming) {
    properties.setLocation(incoming.directory().toString());
    return properties.createMultipartConfig();
  }
}
