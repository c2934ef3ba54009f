package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file keeps its Chinese name, and old programs get what they can write. */
class DownloadTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "20260915-CS-0001-案卷包.zip      | 20260915-CS-0001.zip  | 20260915-CS-0001-%E6%A1%88%E5%8D%B7%E5%8C%85.zip",
      "检测 报告.txt                    | download.txt          | %E6%A3%80%E6%B5%8B%20%E6%8A%A5%E5%91%8A.txt",
      "月度投诉分析报告-2026-08.xlsx    | 2026-08.xlsx          | %E6%9C%88%E5%BA%A6%E6%8A%95%E8%AF%89%E5%88%86%E6%9E%90%E6%8A%A5%E5%91%8A-2026-08.xlsx",
      "waybill (1).pdf                  | waybill (1).pdf       | waybill%20%281%29.pdf",
      "照片                             | download              | %E7%85%A7%E7%89%87"})
  void theNameIsSaidTwice(String name, String ascii, String whole) {
    assertThat(Download.name(name)).isEqualTo("filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, whole));
  }

  @Test
  void aNameChangesNothingElseOfTheHeader() {
    assertThat(Download.name("a\"; x=\"b\r\nSet-Cookie: c%2f\\..\\/.txt"))
        .isEqualTo("filename=\"a; x=bSet-Cookie: c2f...txt\"; "
            + "filename*=UTF-8''a%22%3B%20x%3D%22b%0D%0ASet-Cookie%3A%20c%252f%5C..%5C%2F.txt");
  }

  @Test
  void aBrowserShowsOrSavesAndKeepsNothing() {
    var shown = Download.inline("a.pdf").build().getHeaders();
    assertThat(shown.getFirst("Content-Disposition")).isEqualTo("inline; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
    assertThat(shown.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(shown.getCacheControl()).isEqualTo("no-store");
    assertThat(Download.attachment("a.pdf").build().getHeaders().getFirst("Content-Disposition")).startsWith("attachment; ");
  }
}
