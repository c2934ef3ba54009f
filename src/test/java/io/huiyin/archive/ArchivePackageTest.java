package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.complaint.UnknownComplaint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** 案卷包: a case file that somebody takes away, reads without a network and checks without trusting anybody. */
@SpringJUnitConfig(ArchiveContext.class)
@Import(SealedCase.class)
class ArchivePackageTest {

  @Autowired SealedCase sealed;

  @Test
  void aPackageHoldsThePageTheEvidenceTheLedgerAndTheVerifier() throws IOException {
    sealed.with("外壳破裂", "张三的检测报告.txt", "../../etc/passwd.txt");

    try (var zip = new ZipFile(sealed.zip().toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName())).containsExactly("index.html", "evidence/01-张三的检测报告.txt",
          "evidence/02-passwd.txt", "entries.json", "cover.json", "roots.json", "Verify.java", "manifest.json", "manifest.sha256");
      var evidence = zip.getInputStream(zip.getEntry("evidence/01-张三的检测报告.txt")).readAllBytes();
      assertThat(new String(evidence, UTF_8)).isEqualTo("检测记录第 0 页，外壳破裂");
    }
  }

  @Test
  void anIntactPackageIsIntactForWhoeverChecksIt() throws Exception {
    sealed.with("外壳破裂", "报告.txt", "照片说明.txt");
    sealed.append("归档后补充");
    var zip = sealed.zip();
    var directory = SealedCase.unpacked(zip);

    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(OfflineVerifier.findings(zip, sealed.settings.rootFile())).isEmpty();
    assertThat(OfflineVerifier.findings(directory, null)).isEmpty();
    var run = OfflineVerifier.run(directory);
    assertThat(run.output()).endsWith("结论：完好\n").contains("记录：6 条", "证据：2 份",
        "第 5 条及以前已于 " + sealed.day + " 存证，其后 1 条尚未存证", "没有与另存的 daily-roots.txt 对照");
    assertThat(run.exit()).isZero();
    run = OfflineVerifier.run(directory, zip.toString(), sealed.settings.rootFile().toString());
    assertThat(run.output()).contains("已与另存的 daily-roots.txt 对照").endsWith("结论：完好\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void aChangedPackageEndsWithOneAndIsNamed() throws Exception {
    var directory = SealedCase.unpacked(sealed.with("外壳破裂", "报告.txt").zip());
    Files.writeString(directory.resolve("evidence/01-报告.txt"), "检测合格");

    var run = OfflineVerifier.run(directory);
    assertThat(run.output()).contains("不符：文件 evidence/01-报告.txt 被改动", "不符：第 1 条登记的证据 evidence/01-报告.txt")
        .endsWith("结论：不完好，共 2 处不符\n");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void whereThereIsNoPackageTheVerifierSaysSo() throws Exception {
    var directory = Files.createTempDirectory("empty");
    Files.write(directory.resolve("Verify.java"), ArchivePackage.verifier());

    var run = OfflineVerifier.run(directory);
    assertThat(run.output()).isEqualTo("这里没有案卷包：缺少 manifest.json 和 entries.json\n");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(OfflineVerifier.run(directory, "没有.zip").exit()).isEqualTo(2);
    Files.writeString(directory.resolve("x.zip"), "not a zip");
    assertThat(OfflineVerifier.run(directory, "x.zip")).isEqualTo(new OfflineVerifier.Run(2, "x.zip 不是完整的 zip 文件\n"));
    assertThat(OfflineVerifier.run(directory, "a", "b", "c").output()).startsWith("用法：");
  }

  @Test
  void theVerifierIsPlainAsciiSoThatEveryMachineReadsIt() {
    for (var b : ArchivePackage.verifier()) {
      assertThat(b).isNotNegative();
    }
  }

  @Test
  void theSameFileGivesTheSameBytesButForWhoAndWhen() throws IOException {
    sealed.with("外壳破裂", "报告.txt");
    var first = contents(sealed.zip());
    var second = contents(sealed.zip());

    for (var own : List.of("manifest.json", "manifest.sha256")) {
      assertThat(first.remove(own)).isNotEqualTo(second.remove(own));
    }
    assertThat(first).isEqualTo(second).hasSize(6);
  }

  @Test
  void theFingerprintIsThatOfTheManifest() throws IOException {
    var out = new ByteArrayOutputStream();
    var fingerprint = sealed.with("外壳破裂").packages.of(sealed.number, "auditor1").write(out);
    var zip = Files.write(Files.createTempFile("case", ".zip"), out.toByteArray());

    var manifest = HexFormat.of().parseHex(contents(zip).get("manifest.json"));
    assertThat(HexFormat.of().formatHex(Canonical.sha256().digest(manifest))).isEqualTo(fingerprint);
    assertThat(sealed.packages.of(sealed.number, "auditor1").fileName()).isEqualTo(sealed.number + "-案卷包.zip");
  }

  @Test
  void thePageShowsTheCaseAndRunsNothingThatItHolds() throws IOException {
    var evil = "<script>alert(1)</script>\"'&外壳\n第二行";
    var directory = SealedCase.unpacked(sealed.with(evil, "a#b?%<i>.txt").zip());

    var page = Jsoup.parse(directory.resolve("index.html").toFile(), "UTF-8");
    assertThat(page.select("script, b, i, img, [onclick]")).isEmpty();
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content")).startsWith("default-src 'none'");
    assertThat(page.text()).contains("欧阳<小>敏", "13987654321", "<script>alert(1)</script>\"'&外壳", "已致电客户",
        "第 3 次联系客户", "<b>客户</b>说“好”", "添加证据");
    var links = page.select("a[href]");
    assertThat(links).hasSize(1);
    assertThat(links.get(0).text()).isEqualTo("a#b?%<i>.txt");
    var href = java.net.URLDecoder.decode(links.get(0).attr("href"), UTF_8);
    assertThat(directory.resolve(href)).exists();
    assertThat(page.select("[src], link")).as("nothing from elsewhere").isEmpty();
  }

  @Test
  void nobodyElsesCaseIsNamed() throws IOException {
    var other = sealed.with("另一件").number;
    sealed.append("又有联系");
    var number = sealed.with("外壳破裂").number;
    assertThat(sealed.jdbc.queryForObject("select count(*) from archive_root_head where day = ?", Integer.class,
        java.sql.Date.valueOf(sealed.day))).as("heads in the root").isGreaterThan(1);

    for (var content : contents(sealed.zip()).values()) {
      assertThat(new String(HexFormat.of().parseHex(content), UTF_8)).doesNotContain(other.value());
    }
    assertThat(number).isNotEqualTo(other);
  }

  @Test
  void aNumberWithoutAFileIsUnknown() {
    var unknown = ArchiveContext.newNumber();
    assertThatThrownBy(() -> sealed.packages.of(unknown, "auditor1")).isInstanceOf(UnknownComplaint.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "张三的检测报告.pdf | 张三的检测报告.pdf",
      "../../etc/passwd | etc_passwd",
      "C:\\\\Windows\\\\a.txt | C_Windows_a.txt",
      "`a\u202Efdp.exe` | a_fdp.exe",
      "`  .hidden. ` | hidden",
      "`con\u0007trol.txt` | con_trol.txt",
      "a*b?c:d<e | a_b_c_d_e",
      "𠮷野家(一).jpg | 𠮷野家(一).jpg",
      "`...` | file",
      "`🙂.png` | png"})
  void aNameIsDataNeverAPath(String name, String safe) {
    assertThat(FileNames.safe(name)).isEqualTo(safe);
  }

  @Test
  void namesAreUniqueOnEverySystemAndNotTooLong() {
    var names = new FileNames();
    assertThat(names.numbered(1, 3, "A.txt")).isEqualTo("01-A.txt");
    assertThat(names.unique("报告.pdf")).isEqualTo("报告.pdf");
    assertThat(names.unique("报告.PDF")).isEqualTo("2-报告.PDF");
    assertThat(FileNames.safe("长".repeat(300) + ".docx")).hasSize(65).endsWith(".docx");
    assertThat(FileNames.safe("𠮷".repeat(300)).codePoints()).hasSize(60);
  }

  /** Path to content in hex. */
  private static TreeMap<String, String> contents(Path zip) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var in = new ZipFile(zip.toFile())) {
      for (var entry : in.stream().toList()) {
        contents.put(entry.getName(), HexFormat.of().formatHex(in.getInputStream(entry).readAllBytes()));
      }
    }
    return contents;
  }
}
