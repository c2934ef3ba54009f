package io.huiyin.identity;

import java.util.Set;

/** A colleague. {@code name} is the whole Chinese name. */
public record Person(String id, String name, String email, Set<String> groups) {

  /** Whether the person belongs to one of these groups. */
  public boolean isIn(Set<String> some) {
    return groups.stream().anyMatch(some::contains);
  }
}
