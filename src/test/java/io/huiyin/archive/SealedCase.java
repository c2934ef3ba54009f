package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Channel;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Registration;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.Directory;
import io.huiyin.privacy.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A case with five entries, two pieces of evidence and a daily root over them, and what checks say about it. */
@Component
class SealedCase {

  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  final Complaints complaints;
  final Archives archives;
  final EvidenceStore evidence;
  final ArchivePackage packages;
  final CaseProof proof;
  final ArchiveSettings settings;
  final JdbcTemplate jdbc;
  final TransactionTemplate transaction;

  ComplaintNumber number;
  LocalDate day;

  final ArchiveAudit audit;
  final TimeStamps stamps;
  private final Vault vault;
  private final DailyRoots roots;
  private final ObjectProvider<CaseForms> forms;
  private final Directory directory;

  SealedCase(Complaints complaints, Archives archives, EvidenceStore evidence, ArchivePackage packages, CaseProof proof,
      ArchiveSettings settings, JdbcTemplate jdbc, TransactionTemplate transaction, Vault vault, DailyRoots roots,
      ObjectProvider<CaseForms> forms, Directory directory, ArchiveAudit audit, TimeStamps stamps) {
    this.complaints = complaints;
    this.archives = archives;
    this.evidence = evidence;
    this.packages = packages;
    this.proof = proof;
    this.settings = settings;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.vault = vault;
    this.roots = roots;
    this.forms = forms;
    this.directory = directory;
    this.audit = audit;
    this.stamps = stamps;
  }

  SealedCase with(String description, String... fileNames) {
    number = transaction.execute(status -> register(description));
    IntStream.range(0, fileNames.length).forEach(i -> evidence.add(number,
        new ByteArrayInputStream(("检测记录第 " + i + " 页，" + description).getBytes(UTF_8)), fileNames[i], "TEST_REPORT",
        "原件在柜", false, "agent1"));
    append("第 1 次联系客户", "第 2 次联系客户", "第 3 次联系客户");
    day = seal();
    return this;
  }

  private ComplaintNumber register(String description) {
    var now = Instant.now();
    var registered = complaints.register(Registration.from(Map.of("channel", "PHONE", "customerName", "欧阳<小>敏",
        "customerPhone", "13987654321", "description", description, "product", "空气净化器", "departmentCode", "PKG"), now),
        Category.LOGISTICS, new Ratings(Priority.P1, Severity.GENERAL, Complexity.NONE), false, false, "agent1", "p1");
    archives.open(registered.number());
    complaints.addContact(registered.number(), new Contact(now, Direction.OUTBOUND, Channel.PHONE, "已致电客户", "agent1"));
    return registered.number();
  }

  void append(String... summaries) {
    transaction.executeWithoutResult(status -> archives.append(number, List.of(summaries).stream().map(summary ->
        new NewEntry("CONTACT", summary, "agent1", "TASKLIST", Instant.now(),
            Map.of("phone", "13987654321", "words", summary + "，<b>客户</b>说“好”"))).toList()));
  }

  LocalDate seal() {
    var today = ArchiveContext.nextDay();
    var nightly = new DailyRoots(jdbc, new RootFile(settings), stamps,
        Clock.fixed(today.atTime(0, 5).atZone(ZONE).toInstant(), ZONE));
    transaction.executeWithoutResult(status -> nightly.seal());
    nightly.write(today);
    return today;
  }

  DailyRoots roots() {
    return roots;
  }

  /** What the service finds. */
  List<String> serviceFindings() {
    return proof.verify(number).findings();
  }

  /** What the offline verifier finds in a package taken out now, with the root file beside it. */
  List<String> offlineFindings() {
    var zip = zip();
    try {
      return OfflineVerifier.findings(zip, settings.rootFile());
    } finally {
      zip.toFile().delete();
    }
  }

  /** A package taken out now, which is some days after the last root. */
  Path zip() {
    try {
      var zip = Files.createTempFile("case", ".zip");
      try (var out = Files.newOutputStream(zip)) {
        var now = day.plusDays(5).atTime(LocalTime.now()).atZone(ZONE).toInstant();
        new ArchivePackage(jdbc, vault, complaints, evidence, roots, forms, directory, Clock.fixed(now, ZONE),
            transaction.getTransactionManager())
            .of(number, "auditor1").write(out);
      }
      return zip;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As somebody unpacks it. */
  static Path unpacked(Path zip) throws IOException {
    var directory = Files.createTempDirectory("案卷");
    try (var in = new ZipFile(zip.toFile())) {
      for (var entry : new ArrayList<>(in.stream().toList())) {
        var file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new AssertionError("leaves the directory: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        try (var content = in.getInputStream(entry)) {
          Files.copy(content, file);
        }
      }
    }
    return directory;
  }
}
