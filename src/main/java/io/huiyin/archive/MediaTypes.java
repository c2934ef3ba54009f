package io.huiyin.archive;

import static java.util.Map.entry;

import io.huiyin.complaint.InvalidInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/**
 * Which files are taken as evidence. The content decides (Apache Tika's magic numbers; for Office documents the
 * list of parts inside), and the extension must belong to the same family. The extension decides only where the
 * content leaves it open: MP4 or MOV or M4A in the one container that they share, CSV among texts.
 */
final class MediaTypes {

  private static final Set<String> IMAGE = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp", "heic", "heif");
  private static final Set<String> MEDIA = Set.of("mp3", "wav", "m4a", "amr", "ogg", "oga", "mp4", "mov");
  private static final Set<String> TEXT = Set.of("txt", "log", "csv");
  private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

  private static final Map<String, Set<String>> EXTENSIONS = Map.ofEntries(
      entry("application/pdf", Set.of("pdf")),
      entry("image/jpeg", IMAGE), entry("image/png", IMAGE), entry("image/webp", IMAGE), entry("image/heic", IMAGE),
      entry("image/heif", IMAGE), entry("image/gif", IMAGE), entry("image/bmp", IMAGE),
      entry("audio/mpeg", MEDIA), entry("audio/vnd.wave", MEDIA), entry("audio/mp4", MEDIA),
      entry("audio/amr", MEDIA), entry("audio/ogg", MEDIA), entry("video/mp4", MEDIA), entry("video/quicktime", MEDIA),
      entry(OFFICE + "wordprocessingml.document", Set.of("docx")),
      entry(OFFICE + "spreadsheetml.sheet", Set.of("xlsx")),
      entry(OFFICE + "presentationml.presentation", Set.of("pptx")),
      entry("text/plain", TEXT), entry("text/csv", TEXT));

  /** Names under which the content of an accepted type can be found. */
  private static final Map<String, String> ALIASES = Map.of(
      "audio/amr-wb", "audio/amr", "application/ogg", "audio/ogg", "audio/vorbis", "audio/ogg", "audio/opus",
      "audio/ogg", "audio/speex", "audio/ogg", "video/x-m4v", "video/mp4");

  private static final int TEXT_SAMPLE = 64 * 1024;
  private static final int PARTS_LIMIT = 1024 * 1024;

  private MediaTypes() {
  }

  /** @throws InvalidInput on field {@code file} if such a file is not taken */
  static String accept(Path file, String fileName) {
    var extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    try {
      var type = refine(content(file, extension), extension);
      var extensions = EXTENSIONS.get(type);
      if (extensions == null) {
        throw new InvalidInput("file", "不接受这种文件；可以上传 PDF、图片(JPG、PNG、GIF、BMP、WebP、HEIC)、"
            + "录音(MP3、WAV、M4A、AMR、OGG)、视频(MP4、MOV)、Office 文档(DOCX、XLSX、PPTX，不含宏)、TXT、LOG、CSV");
      }
      if (!extensions.contains(extension)) {
        throw new InvalidInput("file", "文件内容与扩展名不符，请改回原来的扩展名后再上传");
      }
      return type;
    } catch (IOException e) {
      throw new UncheckedIOException("A received file cannot be read", e);
    }
  }

  /** What a person reads for a type. */
  static String label(String mediaType) {
    return switch (mediaType.substring(0, mediaType.indexOf('/'))) {
      case "image" -> "图片";
      case "audio" -> "录音";
      case "video" -> "视频";
      case "text" -> "文本";
      default -> "文档";
    };
  }

  private static String content(Path file, String extension) throws IOException {
    String type;
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      type = MimeTypes.getDefaultMimeTypes().detect(in, new Metadata()).getBaseType().toString();
    }
    if (type.equals("application/zip") || type.equals("application/x-tika-ooxml")) {
      return office(file);
    }
    if (type.equals("application/octet-stream") && TEXT.contains(extension) && isChineseText(file)) {
      return "text/plain";
    }
    return ALIASES.getOrDefault(type, type);
  }

  private static String refine(String type, String extension) {
    return switch (type + " " + extension) {
      case "video/quicktime mp4" -> "video/mp4";
      case "video/quicktime m4a", "video/mp4 m4a" -> "audio/mp4";
      case "text/plain csv" -> "text/csv";
      default -> type;
    };
  }

  /** The Office type that the package says it is, or plain ZIP, also when it carries macros. */
  private static String office(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      var parts = zip.getEntry("[Content_Types].xml");
      if (parts != null) {
        try (var in = zip.getInputStream(parts)) {
          var types = new String(in.readNBytes(PARTS_LIMIT), StandardCharsets.UTF_8);
          for (var type : EXTENSIONS.keySet()) {
            if (types.contains("\"" + type + ".main+xml\"") && !types.contains("vbaProject")) {
              return type;
            }
          }
        }
      }
    } catch (ZipException e) {
      return "application/zip";
    }
    return "application/zip";
  }

  /** Text in GB18030, which Tika takes for binary: what Excel on a Chinese Windows saves as CSV. */
  private static boolean isChineseText(Path file) throws IOException {
    byte[] sample;
    try (var in = Files.newInputStream(file)) {
      sample = in.readNBytes(TEXT_SAMPLE);
    }
    for (var b : sample) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
        return false;
      }
    }
    // a character cut in two at the end of the sample is no error here
    return !Charset.forName("GB18030").newDecoder()
        .decode(ByteBuffer.wrap(sample), CharBuffer.allocate(sample.length), false).isError();
  }
}
