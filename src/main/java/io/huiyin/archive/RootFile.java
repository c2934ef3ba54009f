package io.huiyin.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final Pattern LINE = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d(?: stamp)?) (\\S+)");

  /** @param key the day, or the day and {@code stamp} */
  record Line(String key, String value) {

    static Line of(DailyRoot root) {
      return new Line(root.day().toString(), root.root());
    }

    static Line of(LocalDate day, byte[] token) {
      return new Line(day + " stamp", Base64.getEncoder().encodeToString(token));
    }

    String text() {
      return key + " " + value + "\n";
    }

    private String what() {
      return key.endsWith(" stamp") ? key.replace(" stamp", " 的时间戳") : key + " 的根";
    }
  }

  private final Path file;

  RootFile(ArchiveSettings settings) {
    file = settings.rootFile();
  }

  /** Adds what is not there yet; what is there stays as it is. */
  synchronized void append(List<Line> lines) {
    var known = read(new ArrayList<>());
    var missing = lines.stream().filter(line -> !known.containsKey(line.key)).map(Line::text)
        .collect(Collectors.joining());
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, missing, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write huiyin.archive.root-file " + file, e);
    }
  }

  /** What stands in the file, from a day ({@code 2026-09-24}) on, and not, or otherwise, in the database. */
  List<String> compare(List<Line> stored, String from) {
    var database = stored.stream().collect(Collectors.toMap(Line::key, Line::value));
    var findings = new ArrayList<String>();
    read(findings).forEach((key, value) -> {
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
    return findings;
  }

  private Map<String, String> read(List<String> findings) {
    var lines = new LinkedHashMap<String, String>();
    try {
      if (Files.exists(file)) {
        // every byte is some character here, so that a changed one cannot keep the rest from being read
        var all = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        for (var i = 0; i < all.size(); i++) {
          var line = LINE.matcher(all.get(i));
          if (line.matches()) {
            lines.putIfAbsent(line.group(1), line.group(2));
          } else if (!all.get(i).isEmpty()) {
            findings.add("存证文件第 " + (i + 1) + " 行读不懂：存证文件被改动");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read huiyin.archive.root-file " + file, e);
    }
    return lines;
  }
}
