package io.huiyin.archive;

/**
 * How far the access log had grown when a {@link DailyRoot} was taken, with one hash over its lines since the root before.
 *
 * <pre>
 * line = SHA-256("huiyin-access-1", id, at, person, number, action, and detail unless it is null)
 * hash = SHA-256(line || line || …) in the order of their ids
 * </pre>
 *
 * Ids are given before a transaction ends. One that no line had yet is a gap; its line, if it still comes, belongs to the
 * next root, together with the ids from {@code last} on.
 *
 * @param last  highest id, 0 if there is none
 * @param lines how many lines this root holds
 * @param gaps  ids up to {@code last}, beyond the root before, that no line had, as PostgreSQL writes an
 *              {@code int8multirange}: <code>{[12,13),[18,20)}</code>
 * @param hash  in hex
 */
public record AccessSeal(long last, long lines, String gaps, String hash) {

  /** What stands in for the first root's predecessor. */
  static final AccessSeal NONE = new AccessSeal(0, 0, "{}", "");
}
