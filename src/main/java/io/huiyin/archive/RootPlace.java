package io.huiyin.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the daily roots hold of one case file, provable without the other files.
 *
 * @param roots  every root from the first that holds the file, the oldest first
 * @param seats  the file's own leaves, the oldest first
 * @param stamps RFC 3161 tokens of the roots that hold the file
 */
record RootPlace(List<DailyRoot> roots, List<Seat> seats, Map<LocalDate, byte[]> stamps) {

  /**
   * How far the file had grown on a day, and the way from there to the root.
   *
   * @param finding what is wrong with the day's root, in Chinese, or {@code null}
   */
  record Seat(LocalDate day, int sequence, String hash, List<HeadTree.Step> way, String finding) {
  }

  /** When the root of a day was stamped, or {@code null}. */
  Instant stampedAt(LocalDate day) {
    return Optional.ofNullable(stamps.get(day)).flatMap(TimeStamps::time).orElse(null);
  }

  /** The tokens by the path that they have in a package. */
  Map<String, byte[]> timeStamps() {
    return stamps.entrySet().stream().collect(Collectors.toMap(stamp -> path(stamp.getKey()), Map.Entry::getValue,
        (a, b) -> a, LinkedHashMap::new));
  }

  /** The content of {@code roots.json}. */
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("roots", roots.stream().map(this::json).toList());
    json.put("heads", seats.stream().map(RootPlace::json).toList());
    return json;
  }

  private Map<String, Object> json(DailyRoot root) {
    var json = new LinkedHashMap<String, Object>();
    json.put("day", root.day().toString());
    json.put("sealedAt", Canonical.at(root.sealedAt()));
    json.put("files", root.files());
    json.put("previous", root.previous());
    json.put("tree", root.tree());
    json.put("access", root.access());
    json.put("root", root.root());
    if (stamps.containsKey(root.day())) {
      json.put("timeStamp", path(root.day()));
    }
    return json;
  }

  private static Map<String, Object> json(Seat seat) {
    var json = new LinkedHashMap<String, Object>();
    json.put("day", seat.day.toString());
    json.put("sequence", seat.sequence);
    json.put("hash", seat.hash);
    json.put("way", seat.way);
    return json;
  }

  private static String path(LocalDate day) {
    return "timestamps/" + day + ".tsr";
  }
}
