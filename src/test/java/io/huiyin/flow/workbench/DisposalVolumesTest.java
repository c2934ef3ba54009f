package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.workbench.DisposalController.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long list of what is to be destroyed is printed in volumes, never all at once. */
class DisposalVolumesTest {

  @ParameterizedTest
  @CsvSource({"0, , 0, 第 7 号", "2000, , 0, 第 7 号", "2000, 1, 0, 第 7 号", "2001, 1, 0, '第 7 号，第 1 册，共 2 册'",
      "2001, 2, 2000, '第 7 号，第 2 册，共 2 册'", "50000, 25, 48000, '第 7 号，第 25 册，共 25 册'"})
  void everyVolumeHasItsPlaceInTheList(int items, Integer part, int offset, String words) {
    var volume = Volume.of(items, part);
    assertThat(volume.offset()).isEqualTo(offset);
    assertThat(volume.of(7L)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"2001, ", "2001, 3", "2001, 0", "0, 2", "10, -1"})
  void whatIsTooLongOrNotThereIsRefusedWithWhatToDo(int items, Integer part) {
    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> Volume.of(items, part)).satisfies(refused ->
        assertThat(refused.errors()).singleElement().satisfies(error -> {
          assertThat(error.field()).isEqualTo("part");
          assertThat(error.message()).startsWith("清册共 %d 卷，一次最多打印 2000 卷，请选择第 1 至 ".formatted(items));
        }));
  }

  @Test
  void theDeskOffersThemAll() {
    assertThat(Volume.count(0)).isEqualTo(1);
    assertThat(Volume.count(50_000)).isEqualTo(25);
  }
}
