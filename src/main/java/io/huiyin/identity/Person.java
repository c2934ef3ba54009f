package io.huiyin.identity;

import java.util.Set;

/** A colleague. {@code name} is the whole Chinese name. */
public record Person(String id, String name, String email, Set<String> groups) {

  private static final Set<String> WORKING = Set.of("cs-agent", "cs-supervisor", "cs-manager", "board-office",
      "general-manager", "vice-president", "archivist");

  /** Whether who is in this group works on cases; auditors, process owners and administrators only look. */
  public static boolean worksOnCases(String group) {
    return WORKING.contains(group) || group.startsWith("unit-");
  }

  /** Whether the person belongs to one of these groups. */
  public boolean isIn(Set<String> some) {
    return groups.stream().anyMatch(some::contains);
  }
}
