package io.huiyin.archive;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names under which files can be unpacked on any system. What people called a file is data, never a path. */
final class FileNames {

  private static final int LIMIT = 60;

  private final Set<String> taken = new HashSet<>();

  /** Letters and digits of any script, and {@code . - _ ( )}; anything else becomes an underscore. */
  static String safe(String name) {
    var plain = Normalizer.normalize(name, Normalizer.Form.NFC)
        .replaceAll("[^\\p{L}\\p{M}\\p{Nd}._()（）-]+", "_")
        .replaceAll("\\.{2,}", ".").replaceAll("^[._ ]+|[._ ]+$", "");
    var dot = plain.lastIndexOf('.');
    var extension = dot > 0 && plain.length() - dot <= 10 ? plain.substring(dot) : "";
    var stem = plain.substring(0, plain.length() - extension.length());
    // by whole characters, so that none is cut in two
    var end = stem.offsetByCodePoints(0, Math.min(LIMIT, stem.codePointCount(0, stem.length())));
    stem = stem.substring(0, end).replaceAll("[._ ]+$", "");
    return stem.isEmpty() ? "file" + extension : stem + extension;
  }

  /** {@code 03-name}, so that no two are the same and none is a name that a system keeps for itself. */
  String numbered(int number, int of, String name) {
    return unique(("%0" + Math.max(2, Integer.toString(of).length()) + "d-%s").formatted(number, safe(name)));
  }

  /** The safe name, or with a number if some system would take it for one that is there. */
  String unique(String name) {
    var safe = safe(name);
    for (var i = 2; !taken.add(safe.toLowerCase(Locale.ROOT)); i++) {
      safe = i + "-" + safe(name);
    }
    return safe;
  }
}
