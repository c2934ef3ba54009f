package io.huiyin.identity;

import java.util.Set;

/** A colleague. {@code name} is the whole Chinese name. */
public record Person(String id, String name, String email, Set<String> groups) {
}
