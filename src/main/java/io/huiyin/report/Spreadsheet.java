package io.huiyin.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Writes lists as an Excel file (.xlsx), a sheet for each. A text stays a text: what looks like a formula gets an
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

  /** A sheet of the file: a list under its title. */
  public record Page<T>(String title, List<Column<T>> columns, Iterable<T> rows) {
  }

  /** A file with one sheet. */
  public <T> byte[] of(String title, List<Column<T>> columns, Iterable<T> rows) {
    return of(List.of(new Page<>(title, columns, rows)));
  }

  /** A file with these sheets. */
  public byte[] of(List<Page<?>> pages) {
    var file = new ByteArrayOutputStream();
    try (var book = new Workbook(file, "Huiyin", "1.0")) {
      pages.forEach(page -> write(book, page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private <T> void write(Workbook book, Page<T> page) {
    var sheet = book.newWorksheet(page.title());
    var columns = page.columns();
    for (var column = 0; column < columns.size(); column++) {
      sheet.value(0, column, columns.get(column).head());
      sheet.style(0, column).bold().fillColor("E8EDF3").set();
      sheet.width(column, columns.get(column).width());
    }
    sheet.freezePane(0, 1);
    var at = 1;
    for (var row : page.rows()) {
      for (var column = 0; column < columns.size(); column++) {
        cell(sheet, at, column, columns.get(column).value().apply(row));
      }
      at++;
    }
    sheet.setAutoFilter(0, 0, Math.max(0, at - 1), columns.size() - 1);
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
}
