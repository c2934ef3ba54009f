package io.huiyin;

import io.huiyin.privacy.Vault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks into every column of every row of every table, whatever its type, for words in all forms in which they may hide. */
public class DatabaseScan {

  private final JdbcClient jdbc;
  private final Vault vault;

  public DatabaseScan(JdbcClient jdbc) {
    this(jdbc, null);
  }

  /** @param vault opens what is sealed, so that nothing hides behind a seal; {@code null} looks at it as it lies there */
  public DatabaseScan(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  /** Where one of the words stands: {@code table.column: word}. */
  public Set<String> find(Predicate<String> tables, List<String> words) {
    var forms = words.stream().distinct().collect(Collectors.toMap(word -> word, DatabaseScan::forms));
    var found = new LinkedHashSet<String>();
    for (var table : tables(tables)) {
      jdbc.sql("select * from " + table).query((row, i) -> {
        for (var column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          var text = readable(row.getObject(column));
          for (var word : words) {
            if (forms.get(word).stream().anyMatch(text::contains)) {
              found.add(table + "." + row.getMetaData().getColumnName(column) + ": " + word);
            }
          }
        }
        return i;
      }).list();
    }
    return found;
  }

  /** How many rows each table has. */
  public Map<String, Long> count() {
    var counts = new TreeMap<String, Long>();
    tables(table -> true).forEach(table ->
        counts.put(table, jdbc.sql("select count(*) from " + table).query(Long.class).single()));
    return counts;
  }

  public List<String> tables(Predicate<String> which) {
    return jdbc.sql("select table_name from information_schema.tables where table_schema = current_schema() "
        + "and table_type = 'BASE TABLE' order by 1").query(String.class).list().stream().filter(which).toList();
  }

  /** Bytes as ISO-8859-1, so that any sequence of bytes can be looked for in them. */
  private String readable(Object value) {
    return value == null ? "" : value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1) + opened(bytes) : value.toString();
  }

  private String opened(byte[] bytes) {
    try {
      return vault == null ? "" : vault.open(bytes);
    } catch (RuntimeException notSealed) {
      return "";
    }
  }

  /** As it is, as UTF-8 (also within serialized objects), as UTF-16, escaped in JSON, in hex. */
  private static List<String> forms(String word) {
    var forms = new ArrayList<>(List.of(word));
    for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      forms.add(new String(word.getBytes(charset), StandardCharsets.ISO_8859_1));
    }
    forms.add(HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8)));
    var escaped = new StringBuilder();
    word.chars().forEach(c -> escaped.append(c < 128 ? "" + (char) c : "\\u%04x".formatted(c)));
    forms.add(escaped.toString());
    return forms;
  }
}
