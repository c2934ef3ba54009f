package io.huiyin.archive;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which words of an entry count for the search, and the pieces by which they are found. A text is cut into every two
 * characters that stand together, so that any word of two characters or more is found wherever it stands; letters and
 * digits of Latin script also into every three, which tells numbers apart.
 */
final class SearchWords {

  /** Between two texts of one entry; no word that is looked for holds one. */
  static final String BREAK = "\n";

  /** Entries that repeat what stands elsewhere, or say what a machine did. */
  private static final Set<String> MACHINES = Set.of("DECISION", "NOTICE_SENT", "PERSONAL_DATA_SHOWN", "EVIDENCE_DOWNLOADED");
  /** Facts that are no words of a person, and the contact data, which are found by their hash alone. */
  private static final Set<String> NO_WORDS = Set.of("task", "process", "element", "instance", "due", "assignee",
      "id", "hash", "mediaType", "kind", "direction", "channel", "contactChannel", "clock", "split", "legalBasis", "cover",
      "customerName", "customerPhone", "customerEmail");
  private static final Pattern CODE_OR_TIME = Pattern.compile("[A-Z][A-Z_]*|\\d{4}-\\d\\d-\\d\\d(T.*)?|true|false");

  private SearchWords() {
  }

  /** The words of an entry as they are compared, or an empty text. */
  static String of(String kind, Map<String, Object> facts) {
    if (MACHINES.contains(kind)) {
      return "";
    }
    var texts = new ArrayList<String>();
    collect(facts, texts);
    return texts.stream().map(SearchWords::normalised).collect(Collectors.joining(BREAK));
  }

  private static void collect(Object fact, List<String> texts) {
    if (fact instanceof Map<?, ?> map) {
      map.forEach((name, value) -> {
        if (!NO_WORDS.contains(name)) {
          collect(value, texts);
        }
      });
    } else if (fact instanceof Iterable<?> list) {
      list.forEach(value -> collect(value, texts));
    } else if (fact instanceof String text && !text.isBlank() && !CODE_OR_TIME.matcher(text).matches()) {
      texts.add(text);
    }
  }

  /** Full and half width, capitals and small letters are the same. */
  static String normalised(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** The pieces of a normalised text; empty if nothing in it is longer than one character. */
  static Set<String> pieces(String normalised) {
    var pieces = new LinkedHashSet<String>();
    var points = normalised.codePoints().toArray();
    for (var i = 0; i + 1 < points.length; i++) {
      if (isPart(points[i]) && isPart(points[i + 1])) {
        pieces.add(new String(points, i, 2));
        if (i + 2 < points.length && isLatin(points[i]) && isLatin(points[i + 1]) && isLatin(points[i + 2])) {
          pieces.add(new String(points, i, 3));
        }
      }
    }
    return pieces;
  }

  /** Whether the word's pieces alone prove that it occurs. */
  static boolean isPiece(String word) {
    return word.codePointCount(0, word.length()) == 2 && !pieces(word).isEmpty();
  }

  private static boolean isPart(int point) {
    return Character.isLetterOrDigit(point);
  }

  private static boolean isLatin(int point) {
    return point >= 'a' && point <= 'z' || point >= '0' && point <= '9';
  }
}
