package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.support.TransactionTemplate;

@SpringJUnitConfig(ArchiveContext.class)
class EvidenceTest {

  private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  @Autowired EvidenceStore evidence;
  @Autowired Archives archives;
  @Autowired ArchiveSettings settings;
  @Autowired Incoming receiving;
  @Autowired EvidenceBytes files;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  ComplaintNumber number;

  @BeforeEach
  void anOpenFile() {
    number = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(number));
  }

  @Test
  void evidenceIsKeptUnderItsHashAndComesBack() throws Exception {
    var bytes = pdf();

    var added = evidence.add(number, stream(bytes), "C:\\tmp\\张三的检测报告.pdf", "TEST_REPORT", " 原件在柜 ", false, "agent1");

    assertThat(added.hash()).isEqualTo(sha256(bytes));
    assertThat(added.size()).isEqualTo(bytes.length);
    assertThat(added.mediaType()).isEqualTo("application/pdf");
    assertThat(added.fileName()).isEqualTo("张三的检测报告.pdf");
    assertThat(added.note()).isEqualTo("原件在柜");
    assertThat(evidence.list(number)).containsExactly(added);
    assertThat(place(added.hash())).hasBinaryContent(bytes);
    var opened = evidence.open(number, added.id());
    try (var in = opened.stream()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(opened.evidence()).isEqualTo(added);
    assertThat(evidence.verify(number)).isEmpty();
  }

  @Test
  void aPictureHasAThumbnailAndGoesWithIt() throws IOException {
    var picture = evidence.add(number, stream(Pictures.jpeg(4000, 3000)), "现场.jpg", "OTHER", null, false, "agent1");
    var paper = evidence.add(number, stream(pdf()), "a.pdf", "OTHER", null, false, "agent1");

    assertThat(picture.thumbnail()).isTrue();
    try (var in = evidence.openThumbnail(number, picture.id())) {
      var small = ImageIO.read(in);
      assertThat(small.getWidth()).isEqualTo(240);
      assertThat(small.getHeight()).isEqualTo(180);
    }
    assertThat(paper.thumbnail()).isFalse();
    assertThatThrownBy(() -> evidence.openThumbnail(number, paper.id())).isInstanceOf(UnknownEvidence.class);
    assertThatThrownBy(() -> evidence.openThumbnail(ArchiveContext.newNumber(), picture.id()))
        .isInstanceOf(UnknownEvidence.class);

    files.remove(picture.hash());
    assertThat(place(picture.hash())).doesNotExist();
    assertThat(place(picture.hash() + ".thumbnail.jpg")).doesNotExist();
    files.remove(picture.hash());
    assertThatThrownBy(() -> evidence.open(number, picture.id())).isInstanceOf(EvidenceUnavailable.class)
        .hasMessage("证据文件不在存储里，请联系档案管理员核验这份档案");
  }

  @Test
  void aBombIsKeptAsItCameAndNotOpened() throws IOException {
    assertThat(evidence.add(number, stream(Pictures.bomb(60_000, 60_000)), "a.png", "OTHER", null, false, "agent1")
        .thumbnail()).isFalse();
    assertThat(evidence.verify(number)).isEmpty();
  }

  @Test
  void evidenceIsOnRecordWithoutItsName() {
    var added = evidence.add(number, stream(pdf()), "张三.pdf", "TEST_REPORT", "张三交来", false, "agent1");

    var entry = archives.entries(number).get(0);
    assertThat(entry.kind()).isEqualTo("EVIDENCE_ADDED");
    assertThat(entry.actor()).isEqualTo("agent1");
    assertThat(entry.summary()).isEqualTo("添加证据：文档，1 KB");
    assertThat(entry.facts()).containsEntry("fileName", "张三.pdf").containsEntry("hash", added.hash());
    assertThat(archives.verify(number).finding()).isNull();
    var row = jdbc.sql("select t::text from archive_evidence t where number = ?").param(number.value())
        .query(String.class).single();
    assertThat(row).doesNotContain("张三").doesNotContain(HexFormat.of().formatHex("张三".getBytes(UTF_8)));
  }

  static Stream<Arguments> accepted() throws IOException {
    return Stream.of(
        Arguments.of("a.pdf", pdf(), "application/pdf"),
        Arguments.of("a.JPG", hex("ffd8ffe000104a46494600010100000100010000"), "image/jpeg"),
        Arguments.of("a.png", hex("89504e470d0a1a0a0000000d49484452"), "image/png"),
        Arguments.of("saved-as.jpg", hex("89504e470d0a1a0a0000000d49484452"), "image/png"),
        Arguments.of("a.gif", ascii("GIF89a\1\0\1\0\0\0\0"), "image/gif"),
        Arguments.of("a.bmp", Pictures.of(3, 2, "bmp"), "image/bmp"),
        Arguments.of("a.webp", ascii("RIFF\0\0\0\0WEBPVP8 "), "image/webp"),
        Arguments.of("a.heic", ascii("\0\0\0\30ftypheic\0\0\0\0mif1heic"), "image/heic"),
        Arguments.of("a.mp3", ascii("ID3\3\0\0\0\0\0\0"), "audio/mpeg"),
        Arguments.of("a.wav", ascii("RIFF\0\0\0\0WAVEfmt "), "audio/vnd.wave"),
        Arguments.of("a.m4a", ascii("\0\0\0\30ftypM4A \0\0\0\0"), "audio/mp4"),
        Arguments.of("b.m4a", ascii("\0\0\0\30ftypisom\0\0\0\0"), "audio/mp4"),
        Arguments.of("a.amr", ascii("#!AMR\n\74\0\0"), "audio/amr"),
        Arguments.of("a.ogg", ascii("OggS\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\36\1vorbis"), "audio/ogg"),
        Arguments.of("a.mp4", video(), "video/mp4"),
        Arguments.of("a.mov", ascii("\0\0\0\24ftypqt  \0\0\0\0"), "video/quicktime"),
        Arguments.of("a.docx", office(WORD + ".main+xml"), WORD),
        Arguments.of("a.xlsx",
            office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Arguments.of("a.pptx",
            office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        Arguments.of("a.txt", "客户说：包裹还没有到。".repeat(100).getBytes(UTF_8), "text/plain"),
        Arguments.of("system.log", ascii("2026-09-24 10:00:00 ERROR timeout\n"), "text/plain"),
        Arguments.of("gbk.txt", "客户说：包裹还没有到。".repeat(100).getBytes(Charset.forName("GBK")), "text/plain"),
        Arguments.of("gbk.csv", "日期，金额\r\n九月，三百\r\n".getBytes(Charset.forName("GBK")), "text/csv"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void theContentDecidesOnTheType(String name, byte[] bytes, String mediaType) {
    assertThat(evidence.add(number, stream(bytes), name, "OTHER", null, true, "agent1").mediaType())
        .isEqualTo(mediaType);
  }

  static Stream<Arguments> refused() throws IOException {
    return Stream.of(
        Arguments.of("program in disguise", "a.pdf", ascii("MZ\220\0\3\0\0\0\4\0"), "OTHER", true, "file", "不接受这种文件"),
        Arguments.of("web page", "a.txt", ascii("<!DOCTYPE html><html><script>1</script></html>"), "OTHER", true,
            "file", "不接受这种文件"),
        Arguments.of("drawing with script", "a.png",
            ascii("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "OTHER", true, "file",
            "不接受这种文件"),
        Arguments.of("archive named as a document", "a.docx", zip("readme.txt", "x"), "OTHER", true, "file",
            "不接受这种文件"),
        Arguments.of("document with macros", "a.docx",
            office("application/vnd.ms-word.document.macroEnabled.main+xml"), "OTHER", true, "file", "不接受这种文件"),
        Arguments.of("torn archive", "a.docx", ascii("PK\3\4torn"), "OTHER", true, "file", "不接受这种文件"),
        Arguments.of("binary named as text", "a.txt", hex("0001020304fffefd"), "OTHER", true, "file",
            "不接受这种文件"),
        Arguments.of("wrong extension", "a.docx", pdf(), "OTHER", true, "file", "文件内容与扩展名不符"),
        Arguments.of("no extension", "report", pdf(), "OTHER", true, "file", "文件内容与扩展名不符"),
        Arguments.of("no name", " ", pdf(), "OTHER", true, "file", "请给文件一个名称"),
        Arguments.of("empty", "a.pdf", new byte[0], "OTHER", true, "file", "文件是空的"),
        Arguments.of("too large", "a.pdf", tooLarge(), "OTHER", true, "file", "文件超过 1 MB"),
        Arguments.of("no kind", "a.pdf", pdf(), null, true, "kind", "请选择证据类别"),
        Arguments.of("kind of recording without consent", "a.pdf", pdf(), "RECORDING", false, "recordingConsent",
            "录音须经客户同意"),
        Arguments.of("sound without consent under another kind", "a.wav", ascii("RIFF\0\0\0\0WAVEfmt "), "OTHER",
            false, "recordingConsent", "录音须经客户同意"),
        Arguments.of("video without consent under another kind", "a.mp4", video(), "OTHER", false, "recordingConsent",
            "录像里有人谈话的，须经客户同意"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatIsRefusedNamesTheFieldAndLeavesNothing(String why, String name, byte[] bytes, String kind, boolean consent,
      String field, String message) {
    var before = filesThere();

    assertThatThrownBy(() -> evidence.add(number, stream(bytes), name, kind, null, consent, "agent1"))
        .isInstanceOfSatisfying(InvalidInput.class, error -> {
          assertThat(error.errors()).extracting(FieldError::field).containsExactly(field);
          assertThat(error.errors().get(0).message()).startsWith(message);
        });
    assertNothingLeft(before);
  }

  @Test
  void aVideoInWhichNobodyTalksIsTakenOnTheWordOfWhoBringsIt() {
    var silent = evidence.add(number, stream(video()), "货损现场.mp4", "DAMAGE_PHOTO", null, false, true, "agent1");

    assertThat(silent.noConversation()).isTrue();
    assertThat(evidence.list(number)).containsExactly(silent);
    assertThat(archives.entries(number).get(0).facts()).containsEntry("noConversation", true)
        .containsEntry("recordingConsent", false);
    assertThat(evidence.verify(number)).isEmpty();
    assertThat(evidence.add(number, stream(pdf()), "a.pdf", "OTHER", null, false, true, "agent1").noConversation())
        .as("of no effect on others").isFalse();
    ArchiveDatabase.tamper("update archive_evidence set no_conversation = false where id = '" + silent.id() + "'");
    assertThat(evidence.verify(number)).containsExactly("第 1 条登记的证据，其登记事项被改动");
  }

  @ParameterizedTest
  @CsvSource({"RECORDING, a.mp4", "CALL_RECORDING, a.mp4", "OTHER, a.m4a"})
  void aRecordingNeedsConsentWhateverIsSaidOfIt(String kind, String name) {
    assertThatThrownBy(() -> evidence.add(number, stream(video()), name, kind, null, false, true, "agent1"))
        .isInstanceOfSatisfying(InvalidInput.class,
            error -> assertThat(error.errors()).extracting(FieldError::field).containsExactly("recordingConsent"));
  }

  private static byte[] video() {
    return ascii("\0\0\0\30ftypisom\0\0\2\0isomiso2");
  }

  @Test
  void everyFaultyFieldIsNamedAtOnce() {
    assertThatThrownBy(() -> evidence.add(number, stream(pdf()), "", "录音", "长".repeat(1001), true, "agent1"))
        .isInstanceOfSatisfying(InvalidInput.class, error ->
            assertThat(error.errors()).extracting(FieldError::field).containsExactly("file", "kind", "note"));
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() {
    var before = filesThere();
    var broken = new SequenceInputStream(stream(pdf()), new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("connection reset");
      }
    });

    assertThatThrownBy(() -> evidence.add(number, broken, "a.pdf", "OTHER", null, false, "agent1"))
        .isInstanceOf(UncheckedIOException.class);
    assertNothingLeft(before);
  }

  @Test
  void aCaseThatDoesNotExistTakesNothing() {
    var before = filesThere();
    assertThatThrownBy(() ->
        evidence.add(ArchiveContext.newNumber(), stream(pdf()), "a.pdf", "OTHER", null, false, "agent1"))
        .isInstanceOf(UnknownComplaint.class);
    assertNothingLeft(before);
  }

  @Test
  void aRollbackOfTheCallerLeavesNothing() {
    var before = filesThere();
    transaction.executeWithoutResult(status -> {
      evidence.add(number, stream(pdf()), "a.pdf", "OTHER", null, false, "agent1");
      status.setRollbackOnly();
    });
    assertNothingLeft(before);
  }

  @Test
  void aRollbackKeepsTheFileThatAnotherCaseNeeds() {
    var bytes = pdf();
    var other = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(other));
    var kept = evidence.add(other, stream(bytes), "a.pdf", "OTHER", null, false, "agent1");

    transaction.executeWithoutResult(status -> {
      evidence.add(number, stream(bytes), "b.pdf", "OTHER", null, false, "agent1");
      status.setRollbackOnly();
    });

    assertThat(place(kept.hash())).hasBinaryContent(bytes);
    assertThat(evidence.list(number)).isEmpty();
  }

  @Test
  void theSameBytesForManyCasesSurviveTheRollbackOfHalfOfThem() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    try {
      for (var round = 0; round < 30; round++) {
        var bytes = pdf();
        var cases = IntStream.range(0, 4).mapToObj(i -> ArchiveContext.newNumber()).toList();
        transaction.executeWithoutResult(status -> cases.forEach(archives::open));
        var jobs = IntStream.range(0, 4).mapToObj(i -> (Callable<Void>) () -> {
          transaction.executeWithoutResult(status -> {
            evidence.add(cases.get(i), stream(bytes), "a.pdf", "OTHER", null, false, "agent1");
            if (i > 0) {
              status.setRollbackOnly();
            }
          });
          return null;
        }).toList();
        for (var job : threads.invokeAll(jobs)) {
          job.get();
        }

        assertThat(evidence.list(cases.get(0))).hasSize(1);
        assertThat(evidence.verify(cases.get(0))).isEmpty();
        assertThat(evidence.list(cases.get(1))).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void evidenceOfAnotherCaseDoesNotOpen() {
    var added = evidence.add(number, stream(pdf()), "a.pdf", "OTHER", null, false, "agent1");
    var other = ArchiveContext.newNumber();

    assertThatThrownBy(() -> evidence.open(other, added.id())).isInstanceOf(UnknownEvidence.class);
    assertThatThrownBy(() -> evidence.open(number, UUID.randomUUID())).isInstanceOf(UnknownEvidence.class);
  }

  @Test
  void changedLostReplacedAndUnrecordedEvidenceIsFound() throws IOException {
    var added = Stream.generate(() -> evidence.add(number, stream(pdf()), "a.pdf", "OTHER", null, false, "agent1"))
        .limit(5).toList();
    assertThat(evidence.verify(number)).isEmpty();

    var bytes = Files.readAllBytes(place(added.get(0).hash()));
    bytes[10] ^= 1;
    Files.write(place(added.get(0).hash()), bytes);
    Files.delete(place(added.get(1).hash()));
    ArchiveDatabase.tamper("delete from archive_evidence where id = '%s'".formatted(added.get(2).id()));
    ArchiveDatabase.tamper("update archive_evidence set hash = '\\x%s' where id = '%s'"
        .formatted(added.get(4).hash(), added.get(3).id()));
    var unrecorded = UUID.randomUUID();
    ArchiveDatabase.tamper(("insert into archive_evidence (id, number, hash, size, media_type, file_name, kind, note,"
        + " recording_consent, added_by, added_at) select '%s', number, hash, size, media_type, file_name, kind,"
        + " note, recording_consent, added_by, added_at from archive_evidence where id = '%s'")
        .formatted(unrecorded, added.get(4).id()));

    assertThat(evidence.verify(number)).containsExactly("第 1 条登记的证据文件丢失或被改动", "第 2 条登记的证据文件丢失或被改动",
        "第 3 条登记的证据不在册", "第 4 条登记的证据被换成了另一份", "证据 " + unrecorded + " 没有入档记录");
  }

  @Test
  void theStartRemovesWhatADeadProcessWasReceivingAndNothingElse() throws IOException {
    var incoming = settings.evidenceDir().resolve("incoming");
    var dead = Files.createDirectories(incoming.resolve("dead"));
    Files.writeString(dead.resolve("in-use.lock"), "");
    Files.writeString(dead.resolve("a.part"), "x");
    Files.createDirectories(incoming.resolve("half-removed"));
    var alive = Files.writeString(receiving.directory().resolve("b.part"), "x");

    try (var started = new Incoming(settings)) {
      assertThat(dead).doesNotExist();
      assertThat(incoming.resolve("half-removed")).doesNotExist();
      assertThat(alive).exists();
      assertThat(started.directory()).exists();
    }
    Files.delete(alive);
  }

  @Test
  void theCleanUpRemovesWhatHasNoRecord() throws IOException {
    var kept = evidence.add(number, stream(Pictures.jpeg(400, 300)), "a.jpg", "OTHER", null, false, "agent1");
    evidence.cleanUp();
    var before = filesThere();
    var orphan = "ab12" + "0".repeat(60);
    Files.createDirectories(place(orphan).getParent());
    Files.writeString(place(orphan), "left by a crash");
    Files.writeString(place(orphan + ".thumbnail.jpg"), "left by a crash");
    var foreign = Files.writeString(root().resolve("lost-and-found.txt"), "not ours");

    assertThat(evidence.cleanUp()).isEqualTo(1);

    assertThat(place(orphan)).doesNotExist();
    assertThat(place(orphan + ".thumbnail.jpg")).doesNotExist();
    assertThat(foreign).exists();
    Files.delete(foreign);
    assertThat(filesThere()).isEqualTo(before);
    assertThat(evidence.verify(number)).isEmpty();
    assertThat(evidence.openThumbnail(number, kept.id())).isNotEmpty();
  }

  @Test
  void theCleanUpLeavesWhatIsJustBeingRecorded() throws Exception {
    var other = Executors.newSingleThreadExecutor();
    try {
      var cleaned = transaction.execute(status -> {
        evidence.add(number, stream(pdf()), "a.pdf", "OTHER", null, false, "agent1");
        // its row cannot be seen yet by anybody else
        var job = other.submit(evidence::cleanUp);
        assertThatThrownBy(() -> job.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        return job;
      });
      assertThat(cleaned.get()).isZero();
      assertThat(evidence.verify(number)).isEmpty();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void uploadsGoOnWhileTheCleanUpRuns() throws Exception {
    var cleaner = Executors.newSingleThreadExecutor();
    var stop = new AtomicBoolean();
    try {
      var cleaning = cleaner.submit(() -> {
        while (!stop.get()) {
          evidence.cleanUp();
        }
      });
      for (var i = 0; i < 40; i++) {
        evidence.add(number, stream(pdf()), "a.pdf", "OTHER", null, false, "agent1");
      }
      stop.set(true);
      cleaning.get();
      assertThat(evidence.list(number)).hasSize(40);
      assertThat(evidence.verify(number)).isEmpty();
    } finally {
      cleaner.shutdownNow();
    }
  }

  private void assertNothingLeft(List<Path> before) {
    assertThat(filesThere()).isEqualTo(before);
    assertThat(evidence.list(number)).isEmpty();
    assertThat(archives.entries(number)).isEmpty();
  }

  List<Path> filesThere() {
    return Stream.of(settings.evidenceDir(), root()).distinct().flatMap(directory -> {
      try (var files = Files.walk(directory)) {
        return files.filter(Files::isRegularFile).sorted().toList().stream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }).toList();
  }

  /** The directory below which the store keeps its files. */
  Path root() {
    return settings.evidenceDir();
  }

  private Path place(String hash) {
    return root().resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /** Different each time, so that no test meets another's file. */
  private static byte[] pdf() {
    return ascii("%PDF-1.7\n%" + UUID.randomUUID() + "\n%%EOF\n");
  }

  private static byte[] tooLarge() {
    return ascii("%PDF-1.7\n" + "x".repeat(1024 * 1024));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] office(String mainType) throws IOException {
    return zip("[Content_Types].xml", "<Types><Override ContentType=\"" + mainType + "\"/></Types>");
  }

  private static byte[] zip(String name, String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
