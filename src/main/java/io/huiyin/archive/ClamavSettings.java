package io.huiyin.archive;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code huiyin.archive.clamav}: ClamAV looks at every upload. Off without an address.
 *
 * @param address      where clamd listens: {@code host:port}, or the path of its socket; its {@code StreamMaxLength}
 *                     must not be smaller than {@code huiyin.archive.evidence-limit}
 * @param timeout      for one file, from connecting to the answer
 * @param whenUnreachable whether a file that could not be looked at is taken nevertheless, with that on record
 */
@ConfigurationProperties("huiyin.archive.clamav")
record ClamavSettings(
    @DefaultValue("") String address, @DefaultValue("60s") Duration timeout,
    @DefaultValue("REFUSE") WhenUnreachable whenUnreachable) {

  enum WhenUnreachable { REFUSE, ACCEPT }

  ClamavSettings {
    if (!address.isBlank() && !address.startsWith("/") && !address.matches("[^:/]+:\\d{1,5}")) {
      throw new IllegalArgumentException(
          "huiyin.archive.clamav.address 应为 主机:端口（如 127.0.0.1:3310）或套接字文件的绝对路径");
    }
  }
}
