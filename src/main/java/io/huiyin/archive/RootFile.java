package io.huiyin.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The daily roots outside the database, one line each: {@code 2026-09-24 <root>}, and for a time stamp
 * {@code 2026-09-24 stamp <token in Base64>}. A database that somebody put an older copy of in its place lacks roots that
 * stand here. Whoever keeps copies of this file elsewhere need not trust this machine.
 */
@Component
class RootFile {

  private static final Pattern LINE =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) ([0-9a-f]{64})|(\\d{4}-\\d\\d-\\d\\d stamp) (\\S+)");
  private static final String STAMP = " stamp";
  private static final int DAYS_NAMED = 5;
  private static final String ADVICE = "先看 Cockpit 里“写入存证文件”有没有失败的作业；没有，就是存证文件被删减，"
      + "请停下来与另存的那一份对照，再请运维放回或另起一份";

  /** @param key the day, or the day and {@code stamp} */
  record Line(String key, String value) {

    static Line of(DailyRoot root) {
      return new Line(root.day().toString(), root.root());
    }

    static Line of(LocalDate day, byte[] token) {
      return new Line(day + STAMP, Base64.getEncoder().encodeToString(token));
    }

    String text() {
      return key + " " + value + "\n";
    }

    private boolean isStamp() {
      return key.endsWith(STAMP);
    }

    private String what() {
      return isStamp() ? key.replace(STAMP, " 的时间戳") : key + " 的根";
    }
  }

  private final Path file;

  RootFile(ArchiveSettings settings) {
    file = settings.rootFile();
  }

  /** Adds what is not there yet; what is there stays as it is, but for a line that was not written to its end. */
  synchronized void append(List<Line> lines) {
    var all = text();
    var begun = all.substring(all.lastIndexOf('\n') + 1);
    var known = read(all.substring(0, all.length() - begun.length()), new ArrayList<>());
    var missing = lines.stream().filter(line -> !known.containsKey(line.key)).map(Line::text)
        .collect(Collectors.joining());
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      var rest = missing.startsWith(begun) ? missing.substring(begun.length()) : "\n" + missing;
      Files.writeString(file, rest, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write huiyin.archive.root-file " + file, e);
    }
  }

  /**
   * Begins a new file with these lines and keeps the old one beside it.
   *
   * @return where the old one lies now; empty if there was none
   */
  synchronized Optional<Path> begin(List<Line> lines, Instant at) {
    var old = file.resolveSibling(file.getFileName() + "." + at.toString().replace(":", ""));
    try {
      var exists = Files.exists(file);
      if (exists) {
        Files.move(file, old);
      }
      append(lines);
      return exists ? Optional.of(old) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot move huiyin.archive.root-file " + file, e);
    }
  }

  /** The day of the last time stamp that stands in the file. */
  Optional<LocalDate> lastStamp() {
    return read(text(), new ArrayList<>()).keySet().stream().filter(key -> key.endsWith(STAMP)).max(String::compareTo)
        .map(key -> LocalDate.parse(key.substring(0, key.length() - STAMP.length())));
  }

  /**
   * What stands in the file and not, or otherwise, in the database, and which roots of the database the file lacks; the
   * newest may wait to be written. Stamps may be missing: each proves itself.
   *
   * @param stored what the database has of a day ({@code 2026-09-24}) and after, the roots by day
   * @param roots  how many roots the database has in all
   */
  List<String> compare(List<Line> stored, String from, long roots) {
    var database = stored.stream().collect(Collectors.toMap(Line::key, Line::value));
    var findings = new ArrayList<String>();
    if (!Files.exists(file) && roots > 1) {
      return List.of("存证文件缺失，数据库中有 " + roots + " 次每日存证：" + ADVICE);
    }
    var kept = read(text(), findings);
    kept.forEach((key, value) -> {
      var line = new Line(key, value);
      if (key.compareTo(from) < 0) {
        return;
      }
      if (!database.containsKey(key)) {
        findings.add("存证文件中有 " + line.what() + "，数据库中没有：数据库可能被换成了旧的");
      } else if (!database.get(key).equals(value)) {
        findings.add(line.what() + "与存证文件中的不同：数据库或存证文件被改动");
      }
    });
    var days = stored.stream().filter(line -> !line.isStamp()).map(Line::key).toList();
    var missing = days.stream().limit(Math.max(0, days.size() - 1)).filter(day -> !kept.containsKey(day)).toList();
    if (!missing.isEmpty()) {
      findings.add("存证文件中缺少 " + missing.size() + " 天的根，数据库中有（" + missing.stream().limit(DAYS_NAMED)
          .collect(Collectors.joining("、")) + (missing.size() > DAYS_NAMED ? " 等" : "") + "）：" + ADVICE);
    }
    return findings;
  }

  private static Map<String, String> read(String text, List<String> findings) {
    var lines = new LinkedHashMap<String, String>();
    var all = text.split("\n");
    for (var i = 0; i < all.length; i++) {
      var line = LINE.matcher(all[i].stripTrailing());
      if (line.matches()) {
        var key = line.start(1) < 0 ? 3 : 1;
        lines.putIfAbsent(line.group(key), line.group(key + 1));
      } else if (!all[i].isBlank() && (i < all.length - 1 || text.endsWith("\n"))) { // the last may be half written
        findings.add("存证文件第 " + (i + 1) + " 行读不懂：存证文件被改动");
      }
    }
    return lines;
  }

  private String text() {
    try {
      // every byte is some character here, so that a changed one cannot keep the rest from being read
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read huiyin.archive.root-file " + file, e);
    }
  }
}
