package io.huiyin.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Function;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.stereotype.Component;

/**
 * Writes a list as an Excel file (.xlsx) with one sheet. A text stays a text: what looks like a formula gets an
 * apostrophe in front, so that neither Excel nor a copy as CSV carries it out.
 */
@Component
public class Spreadsheet {

  /** More rows nobody reads, and Excel itself ends at a million. */
  public static final int MOST_ROWS = 10_000;
  public static final String MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private static final int LONGEST_CELL = 32_767;

  private final Clock clock;

  Spreadsheet(Clock clock) {
    this.clock = clock;
  }

  /**
   * A column.
   *
   * @param width in characters
   * @param value gives the row's text, number, {@link Instant}, {@link LocalDate} or {@code null} for an empty cell
   */
  public record Column<T>(String head, int width, Function<T, Object> value) {
  }

  /** Writes the rows and leaves the stream open. */
  public <T> void write(OutputStream out, String title, List<Column<T>> columns, Iterable<T> rows) throws IOException {
    try (var book = new Workbook(new Unclosed(out), "Huiyin", "1.0")) {
      var sheet = book.newWorksheet(title);
      for (var column = 0; column < columns.size(); column++) {
        sheet.value(0, column, columns.get(column).head());
        sheet.style(0, column).bold().fillColor("E8EDF3").set();
        sheet.width(column, columns.get(column).width());
      }
      sheet.freezePane(0, 1);
      var at = 1;
      for (var row : rows) {
        for (var column = 0; column < columns.size(); column++) {
          cell(sheet, at, column, columns.get(column).value().apply(row));
        }
        at++;
      }
      sheet.setAutoFilter(0, 0, Math.max(0, at - 1), columns.size() - 1);
    }
  }

  private void cell(Worksheet sheet, int row, int column, Object value) {
    if (value instanceof Number number) {
      sheet.value(row, column, number);
    } else if (value instanceof Instant instant) {
      sheet.value(row, column, LocalDateTime.ofInstant(instant, clock.getZone()));
      sheet.style(row, column).format("yyyy-mm-dd hh:mm").set();
    } else if (value instanceof LocalDate day) {
      sheet.value(row, column, day);
      sheet.style(row, column).format("yyyy-mm-dd").set();
    } else if (value != null) {
      sheet.value(row, column, harmless(value.toString()));
    }
  }

  /** Begins with none of the characters that begin a formula, and fits into a cell. */
  static String harmless(String text) {
    var safe = !text.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.length() > LONGEST_CELL ? safe.substring(0, LONGEST_CELL) : safe;
  }

  /** The library closes what it writes to, a response wants to be closed by who opened it. */
  private static class Unclosed extends FilterOutputStream {

    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
