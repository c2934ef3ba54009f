package io.huiyin.archive;

import java.util.regex.Pattern;

/** The names under which evidence lies; the same in a directory and in a bucket, so one can be copied into the other. */
final class StoredName {

  private static final String THUMBNAIL = ".thumbnail.jpg";
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{2})/([0-9a-f]{2})/(\\1\\2[0-9a-f]{60})(" + Pattern.quote(THUMBNAIL) + ")?");

  private StoredName() {
  }

  static String of(String hash) {
    return hash.substring(0, 2) + "/" + hash.substring(2, 4) + "/" + hash;
  }

  static String ofThumbnail(String hash) {
    return of(hash) + THUMBNAIL;
  }

  /** The hash that a name speaks of, {@code null} if it is none of ours. */
  static String hashIn(String name) {
    var matcher = NAME.matcher(name);
    return matcher.matches() ? matcher.group(3) : null;
  }
}
