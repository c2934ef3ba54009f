package io.huiyin.archive;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small pictures of pictures: JPEG of our own making, at most {@value #SIDE} pixels wide and high, upright. A picture
 * that says to have too many pixels is not opened: it may be small on disk and fill the memory.
 */
final class Thumbnails {

  static final int SIDE = 240;
  /** What cameras of telephones make; of a progressive JPEG some 3 bytes of each pixel are in memory. */
  private static final long PIXEL_LIMIT = 70_000_000;
  /** Its reader holds the whole picture, 4 bytes of each pixel. */
  private static final long WEBP_PIXEL_LIMIT = 25_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
  private static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp");
  /** Reading takes memory and a whole core. */
  private static final Semaphore AT_ONCE = new Semaphore(2);

  private Thumbnails() {
  }

  /** The thumbnail of a file, empty if it is no picture that can be read. Evidence is taken without one, too. */
  static Optional<byte[]> of(Path file, String mediaType) {
    if (!TYPES.contains(mediaType)) {
      return Optional.empty();
    }
    AT_ONCE.acquireUninterruptibly();
    try (var in = new FileImageInputStream(file.toFile())) {
      var reader = reader(mediaType);
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0)
            > (mediaType.equals("image/webp") ? WEBP_PIXEL_LIMIT : PIXEL_LIMIT)) {
          LOG.info("No thumbnail of a picture of {} x {} pixels", reader.getWidth(0), reader.getHeight(0));
          return Optional.empty();
        }
        return Optional.of(jpeg(upright(read(reader), mediaType.equals("image/jpeg") ? orientation(file) : 1)));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException broken) {
      // readers of pictures throw all kinds of exceptions at broken ones
      LOG.debug("No thumbnail", broken);
      return Optional.empty();
    } finally {
      AT_ONCE.release();
    }
  }

  private static ImageReader reader(String mediaType) {
    // a plug-in in a nested jar is not found by itself
    return mediaType.equals("image/webp") ? new WebPImageReaderSpi().createReaderInstance(null)
        : ImageIO.getImageReadersByMIMEType(mediaType).next();
  }

  /** Takes every n-th pixel only, so that memory is needed for the small picture, not for the large one. */
  private static BufferedImage read(ImageReader reader) throws IOException {
    var parameters = reader.getDefaultReadParam();
    var step = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / (2 * SIDE));
    parameters.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, parameters);
  }

  private static BufferedImage upright(BufferedImage picture, int orientation) {
    var scale = Math.min(1, (double) SIDE / Math.max(picture.getWidth(), picture.getHeight()));
    var width = Math.max(1, Math.round((float) (picture.getWidth() * scale)));
    var height = Math.max(1, Math.round((float) (picture.getHeight() * scale)));
    var lies = orientation >= 5;
    var small = new BufferedImage(lies ? height : width, lies ? width : height, BufferedImage.TYPE_INT_RGB);
    var graphics = small.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, small.getWidth(), small.getHeight());
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.transform(turn(orientation, width, height));
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }

  /** From how the camera was held, as EXIF numbers it, to upright. */
  private static AffineTransform turn(int orientation, int width, int height) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }

  private static byte[] jpeg(BufferedImage picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    // a stream of ImageIO's own choice writes to the machine's temporary directory, and stays there after a crash
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "jpeg", out);
    }
    return bytes.toByteArray();
  }

  /** The EXIF orientation of a JPEG, 1 if it has none that can be read. */
  private static int orientation(Path jpeg) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(jpeg)))) {
      in.readUnsignedShort();
      for (int marker; (marker = in.readUnsignedShort()) >= 0xFFE0 && marker <= 0xFFEF;) {
        var segment = ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort() - 2));
        if (marker == 0xFFE1 && segment.remaining() > EXIF.length
            && Arrays.equals(EXIF, Arrays.copyOf(segment.array(), EXIF.length))) {
          return orientation(segment.position(EXIF.length).slice());
        }
      }
    } catch (IOException | RuntimeException broken) {
      LOG.debug("No orientation", broken);
    }
    return 1;
  }

  private static int orientation(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    var directory = tiff.getInt(4);
    for (var entry = 0; entry < tiff.getShort(directory); entry++) {
      var at = directory + 2 + 12 * entry;
      if (tiff.getShort(at) == 0x0112) {
        return tiff.getShort(at + 8);
      }
    }
    return 1;
  }
}
