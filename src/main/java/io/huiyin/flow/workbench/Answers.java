package io.huiyin.flow.workbench;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

/** How the web apps are answered. */
final class Answers {

  private Answers() {
  }

  /** No browser keeps it: it is about people, and may be something else the next time. */
  static <T> ResponseEntity<T> fresh(T body) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
  }
}
