package io.huiyin.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code huiyin.archive.time-stamp}: an authority that puts its RFC 3161 time stamp on each daily root.
 *
 * @param url         where it takes requests; {@code null} or empty: no time stamps (the default)
 * @param certificate file with the certificates that are trusted, in PEM: the authority's own, or the one that it was
 *                    issued by
 * @param timeout     how long to wait for an answer
 */
@ConfigurationProperties("huiyin.archive.time-stamp")
record TimeStampSettings(String url, Path certificate, @DefaultValue("15s") Duration timeout) {

  TimeStampSettings {
    if (url != null && !url.isBlank() && (certificate == null || !Files.isReadable(certificate))) {
      throw new IllegalArgumentException("huiyin.archive.time-stamp.url 已设置，huiyin.archive.time-stamp.certificate"
          + " 须指向时间戳机构的证书文件(PEM)");
    }
  }

  boolean isOn() {
    return url != null && !url.isBlank();
  }
}
