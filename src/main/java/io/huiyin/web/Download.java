package io.huiyin.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriUtils;

/** How a file is handed out: nobody keeps a copy on the way or takes it for another type than we say. */
public final class Download {

  private Download() {
  }

  /** The beginning of an answer with a file to be saved. */
  public static ResponseEntity.BodyBuilder attachment(String fileName) {
    return answer("attachment", fileName);
  }

  /** The beginning of an answer with a file that a browser may show. */
  public static ResponseEntity.BodyBuilder inline(String fileName) {
    return answer("inline", fileName);
  }

  /** The same for what is written while it is sent. */
  public static void begin(HttpServletResponse response, String fileName, String mediaType) {
    response.setContentType(mediaType);
    attachment(fileName).build().getHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
  }

  /** A file's content once its going out is on record; closed if that fails, since nobody reads it then. */
  public static InputStreamResource recorded(InputStream content, Runnable record) {
    try {
      record.run();
      return new InputStreamResource(content);
    } catch (RuntimeException failure) {
      try {
        content.close();
      } catch (IOException closing) {
        failure.addSuppressed(closing);
      }
      throw failure;
    }
  }

  private static ResponseEntity.BodyBuilder answer(String type, String fileName) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore())
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CONTENT_DISPOSITION, type + "; " + name(fileName));
  }

  /**
   * A file's name as RFC 6266 has it: what is ASCII of it for old programs, the whole of it for all others. Spring's own
   * writes the former in the manner of a mail (RFC 2047), which programs such as {@code curl} take literally.
   */
  static String name(String fileName) {
    var ascii = fileName.replaceAll("[^ -~]|[\"\\\\/%]", "").replaceFirst("^[ _-]+", "").replaceFirst("[ _-]+(?=\\.|$)", "");
    return "filename=\"%s\"; filename*=UTF-8''%s".formatted(
        ascii.isEmpty() || ascii.startsWith(".") ? "download" + ascii : ascii,
        UriUtils.encode(fileName, StandardCharsets.UTF_8));
  }
}
