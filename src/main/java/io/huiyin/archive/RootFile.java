package io.huiyin.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The daily roots outside the database, one line each: {@code 2026-09-24 <root>}. A database that somebody put an older copy
 * of in its place lacks roots that stand here. Whoever keeps copies of this file elsewhere need not trust this machine.
 */
@Component
class RootFile {

  private final Path file;

  RootFile(ArchiveSettings settings) {
    file = settings.rootFile();
  }

  static String line(DailyRoot root) {
    return root.day() + " " + root.root() + "\n";
  }

  /** Adds what is not there yet; what is there stays as it is. */
  synchronized void append(List<DailyRoot> roots) {
    var known = lines();
    var missing = roots.stream().filter(root -> !known.containsKey(root.day().toString()))
        .map(RootFile::line).collect(Collectors.joining());
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
  List<String> compare(List<DailyRoot> roots, String from) {
    var stored = roots.stream().collect(Collectors.toMap(root -> root.day().toString(), DailyRoot::root));
    var findings = new ArrayList<String>();
    lines().forEach((day, root) -> {
      if (day.compareTo(from) < 0) {
        return;
      }
      if (!stored.containsKey(day)) {
        findings.add("存证文件中有 " + day + " 的根，数据库中没有：数据库可能被换成了旧的");
      } else if (!stored.get(day).equals(root)) {
        findings.add(day + " 的根与存证文件中的不同：数据库或存证文件被改动");
      }
    });
    return findings;
  }

  private Map<String, String> lines() {
    var lines = new LinkedHashMap<String, String>();
    try {
      if (Files.exists(file)) {
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          var parts = line.trim().split(" ");
          if (parts.length == 2) {
            lines.putIfAbsent(parts[0], parts[1]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read huiyin.archive.root-file " + file, e);
    }
    return lines;
  }
}
