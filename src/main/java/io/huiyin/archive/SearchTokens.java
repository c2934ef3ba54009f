package io.huiyin.archive;

import io.huiyin.privacy.Vault;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What stands in the index for a word, a customer's name or a colleague: nobody reads the word without the key. */
@Component
class SearchTokens {

  private static final int REMEMBERED = 100_000;

  private final Vault vault;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  SearchTokens(Vault vault) {
    this.vault = vault;
  }

  /**
   * One token for each piece of the normalised texts. Each year has its own, so that the index leads to a year's cases
   * past those of all others.
   *
   * @param year of the complaint number
   */
  Set<String> words(int year, Collection<String> normalised) {
    return normalised.stream().flatMap(text -> SearchWords.pieces(text).stream()).map(piece -> word(year + ":" + piece))
        .collect(Collectors.toSet());
  }

  /** The year in which the case was numbered. */
  static int year(String number) {
    return Integer.parseInt(number.substring(0, 4));
  }

  private String word(String piece) {
    if (known.size() > REMEMBERED) {
      known.clear();
    }
    return known.computeIfAbsent(piece, missing -> vault.lookupToken("word:" + missing));
  }

  /** Found by the whole name only. */
  String customer(String name) {
    return vault.lookupToken("customer:" + SearchWords.normalised(name).replaceAll("\\s", ""));
  }

  static String person(String userId) {
    return "person:" + userId;
  }
}
