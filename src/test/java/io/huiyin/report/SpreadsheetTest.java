package io.huiyin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.report.Spreadsheet.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.ZipFile;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list becomes an Excel file in which nothing that a customer wrote is carried out. */
public class SpreadsheetTest {

  private final Spreadsheet spreadsheet = new Spreadsheet(Clock.system(ZoneId.of("Asia/Shanghai")));

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+86 138", "-1", "@SUM(A1)", "\t=1", "＝1", "\n=1"})
  void whatLooksLikeAFormulaStaysAText(String text) {
    assertThat(Spreadsheet.harmless(text)).isEqualTo("'" + text);
  }

  @Test
  void otherTextsStayAsTheyAre() {
    assertThat(Spreadsheet.harmless("空气净化器 = 坏")).isEqualTo("空气净化器 = 坏");
    assertThat(Spreadsheet.harmless("")).isEmpty();
    assertThat(Spreadsheet.harmless("长".repeat(40_000))).hasSize(32_767);
  }

  @Test
  void textsNumbersAndTimesLandInTheirCells() throws IOException {
    var all = unzipped(spreadsheet.of("结果", List.of(new Column<String>("产品", 20, row -> row),
        new Column<>("字数", 8, String::length),
        new Column<>("时间", 17, row -> Instant.parse("2026-09-15T02:00:00Z")), new Column<>("空", 5, row -> null)),
        List.of("=cmd|' /C calc'!A0", "行李箱 & <b>")));
    assertThat(all).contains("产品", "'=cmd|", "行李箱 & <b>", "结果").doesNotContain("<f>", ">=cmd");
    assertThat(all).as("10:00 in Shanghai, as a day number of Excel").contains("46280.41666666");
  }

  /** The text of all parts of an Excel file. */
  public static String unzipped(byte[] file) throws IOException {
    var path = Files.createTempFile("sheet", ".xlsx");
    Files.write(path, file);
    try (var zip = new ZipFile(path.toFile())) {
      var all = new StringBuilder();
      for (var entry : zip.stream().toList()) {
        all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
      return Parser.unescapeEntities(all.toString(), false); // all but ASCII is written as character references
    } finally {
      Files.delete(path);
    }
  }
}
