package io.huiyin.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fonts have what Chinese names and our forms are written with. */
class FontsTest {

  private final PdfPrinter printer = new PdfPrinter();

  @Test
  void everyIdeographOfTheBasicBlockAndExtensionA() {
    assertThat(IntStream.concat(IntStream.rangeClosed(0x4E00, 0x9FA5), IntStream.rangeClosed(0x3400, 0x4DB5))
        .filter(code -> !printer.has(code)).mapToObj(Character::toString)).isEmpty();
  }

  @Test
  void rareNamesSignsAndBoxes() {
    assertThat("𠮷䶮喆珺堃㛃赟𬭎𫖯𬱖𪩘☑☐☒■〓①⑳℃㎡¥￥·—…“”《》、。；：？！（）"
        .codePoints().filter(code -> !printer.has(code)).mapToObj(Character::toString)).isEmpty();
  }

  @Test
  void whatIsNotThereIsKnown() {
    assertThat(printer.has("😡".codePointAt(0))).isFalse();
  }
}
