package io.huiyin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailsTest {

  /** A lossy WebP of 4 x 2 pixels, all of one yellow. */
  private static final String WEBP = "UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoEAAIAAUAmJaACdLoB+AADsAD+8ut//NgVzXPv9//S4P0uD9Lg/9KQAAA=";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"jpeg, 4000, 3000, 240, 180", "jpeg, 300, 900, 80, 240", "png, 1000, 1000, 240, 240",
      "gif, 241, 100, 240, 100", "bmp, 600, 200, 240, 80", "png, 8, 8, 8, 8", "png, 3000, 2, 240, 1"})
  void aPictureBecomesSmallAndKeepsItsShape(String format, int width, int height, int smallWidth, int smallHeight)
      throws IOException {
    var small = thumbnail(Pictures.of(width, height, format), "image/" + format);
    assertThat(small.getWidth()).isEqualTo(smallWidth);
    assertThat(small.getHeight()).isEqualTo(smallHeight);
    if (smallHeight > 10) {
      assertThat(isRed(small, 0.3, 0.5)).isTrue();
      assertThat(isRed(small, 0.9, 0.5)).isFalse();
    }
  }

  /** Red on the left as the camera sees it; where that is once the picture stands upright. */
  @ParameterizedTest
  @CsvSource({"1, 0.3, 0.5, 0.9, 0.5", "2, 0.7, 0.5, 0.1, 0.5", "3, 0.7, 0.5, 0.1, 0.5", "4, 0.3, 0.5, 0.9, 0.5",
      "5, 0.5, 0.3, 0.5, 0.9", "6, 0.5, 0.3, 0.5, 0.9", "7, 0.5, 0.7, 0.5, 0.1", "8, 0.5, 0.7, 0.5, 0.1"})
  void aPictureStandsUprightHoweverTheCameraWasHeld(int orientation, double redX, double redY, double blueX,
      double blueY) throws IOException {
    var small = thumbnail(Pictures.turned(Pictures.jpeg(480, 240), orientation), "image/jpeg");
    assertThat(small.getWidth() > small.getHeight()).isEqualTo(orientation < 5);
    assertThat(isRed(small, redX, redY)).isTrue();
    assertThat(isRed(small, blueX, blueY)).isFalse();
  }

  @Test
  void webpIsReadToo() throws IOException {
    var small = thumbnail(Base64.getDecoder().decode(WEBP), "image/webp");
    assertThat(small.getWidth()).isEqualTo(4);
    assertThat(small.getHeight()).isEqualTo(2);
  }

  @Test
  void aPictureOfTooManyPixelsIsNotOpened() throws IOException {
    var bomb = Pictures.bomb(60_000, 60_000);
    assertThat(bomb.length).isLessThan(1_000_000);
    var used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertThat(Thumbnails.of(file(bomb), "image/png")).isEmpty();
    assertThat(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - used).isLessThan(100_000_000);
    assertThat(Thumbnails.of(file(Pictures.bomb(8000, 8000)), "image/png")).as("not all large ones").isPresent();
  }

  @Test
  void whatIsBrokenOrNoPictureHasNone() throws IOException {
    var jpeg = Pictures.jpeg(400, 300);
    assertThat(Thumbnails.of(file(Arrays.copyOf(jpeg, 40)), "image/jpeg")).isEmpty();
    assertThat(Thumbnails.of(file(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}), "image/png")).isEmpty();
    assertThat(Thumbnails.of(file(jpeg), "application/pdf")).isEmpty();
    for (var at = 2; at < 60; at++) {
      var harmed = Pictures.turned(jpeg, 6);
      harmed[at] ^= (byte) 0xFF;
      Thumbnails.of(file(harmed), "image/jpeg");
    }
  }

  private BufferedImage thumbnail(byte[] picture, String mediaType) throws IOException {
    var bytes = Thumbnails.of(file(picture), mediaType).orElseThrow();
    assertThat(Arrays.copyOf(bytes, 2)).containsExactly(0xFF, 0xD8);
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("picture"), content);
  }

  private static boolean isRed(BufferedImage picture, double x, double y) {
    var pixel = new Color(picture.getRGB((int) (x * picture.getWidth()), (int) (y * picture.getHeight())));
    return pixel.getRed() > 150 && pixel.getBlue() < 100;
  }
}
