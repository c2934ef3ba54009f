package io.huiyin.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.PersonalData;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.Directory;
import io.huiyin.privacy.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A whole case file to take away (案卷包): a page to read, the forms, the evidence, the ledger with its payloads, its
 * cover, its place in the daily roots, a manifest over all of it, and a verifier that needs nothing but a JDK. Holds the full personal
 * data. The same file gives the same bytes, but for who took it out and when, which only the manifest says.
 */
@Service
public class ArchivePackage {

  private static final ObjectWriter JSON = JsonMapper.builder().build().writer(new DefaultPrettyPrinter()
      .withObjectIndenter(new DefaultIndenter("  ", "\n")).withArrayIndenter(new DefaultIndenter("  ", "\n")));
  /** Entries of a zip carry a local time; the package's own are all the same, so that nothing depends on when or where. */
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private static final String UNREADABLE = "（内容无法打开，请核验档案）";

  private final JdbcTemplate jdbc;
  private final Vault vault;
  private final Complaints complaints;
  private final EvidenceStore evidence;
  private final DailyRoots roots;
  private final ObjectProvider<CaseForms> forms;
  private final Directory directory;
  private final Clock clock;
  private final TransactionTemplate transaction;

  ArchivePackage(JdbcTemplate jdbc, Vault vault, Complaints complaints, EvidenceStore evidence, DailyRoots roots,
      ObjectProvider<CaseForms> forms, Directory directory, Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.complaints = complaints;
    this.evidence = evidence;
    this.roots = roots;
    this.forms = forms;
    this.directory = directory;
    this.clock = clock;
    transaction = new TransactionTemplate(transactions);
    transaction.setReadOnly(true);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Puts the package of a case together, all but the bytes of the evidence. The caller has checked that the person may
   * have it, and puts that on record. Demands that there is no transaction, since forms are printed. A damaged file is packed as it is; the verifier names the damage.
   *
   * @param by user id of who takes it out
   * @throws UnknownComplaint if no case has this number
   * @throws InvalidInput     naming {@code number} if the case is only stored
   */
  public Package of(ComplaintNumber number, String by) {
    return new Package(number, by, transaction.execute(status -> parts(number)).stream().map(Part::printed).toList());
  }

  private List<Part> parts(ComplaintNumber number) {
    var ledger = LedgerCopy.read(jdbc, vault, number);
    if (ledger.isEmpty()) {
      throw new UnknownComplaint(number);
    }
    complaints.get(number).refuseRestricted("number");
    var names = new FileNames();
    var files = new ArrayList<Part>();
    var printed = new LinkedHashMap<String, String>();
    forms.ifAvailable(port -> port.drafts(number).forEach(form -> {
      var path = "forms/" + names.unique(form.fileName());
      printed.put(path, form.title());
      files.add(new Part(path, form.pdf(), null));
    }));
    var attached = new LinkedHashMap<String, Evidence>();
    var all = ledger.headHash() == null ? List.<Evidence>of() : evidence.list(number);
    for (var one : all) {
      var path = "evidence/" + names.numbered(attached.size() + 1, all.size(), one.fileName());
      attached.put(path, one);
      files.add(new Part(path, null, one));
    }
    var place = roots.place(number);
    place.timeStamps().forEach((path, token) -> files.add(new Part(path, token)));
    files.add(new Part("entries.json", json(ledger.json())));
    files.add(new Part("cover.json", json(ledger.cover())));
    files.add(new Part("roots.json", json(place.json())));
    files.add(new Part("Verify.java", verifier()));
    var page = new PackagePage(complaints.get(number), personal(number), contacts(number), ledger,
        printed, attached, place, directory::personName, clock.getZone());
    files.add(0, new Part("index.html", page.html().getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  // one damaged value must not keep the rest of the file from being taken out

  private PersonalData personal(ComplaintNumber number) {
    try {
      return complaints.personalData(number);
    } catch (Vault.SealBroken e) {
      return new PersonalData(null, null, null, null, null, UNREADABLE, null, null);
    }
  }

  private List<Contact> contacts(ComplaintNumber number) {
    try {
      return complaints.contacts(number);
    } catch (Vault.SealBroken e) {
      return List.of();
    }
  }

  /** Content, or evidence whose bytes are fetched when they are written. */
  private record Part(String path, Supplier<byte[]> content, Evidence evidence) {

    Part(String path, byte[] content) {
      this(path, () -> content, null);
    }

    Part printed() {
      return content == null ? this : new Part(path, content.get());
    }
  }

  /** A package, ready to be written once. */
  public final class Package {

    private final ComplaintNumber number;
    private final String by;
    private final List<Part> parts;

    private Package(ComplaintNumber number, String by, List<Part> parts) {
      this.number = number;
      this.by = by;
      this.parts = parts;
    }

    /** Made of the number, so it holds no personal data. */
    public String fileName() {
      return number + "-案卷包.zip";
    }

    /**
     * Writes the zip and leaves the stream open. Evidence whose bytes are lost is left out, which the verifier names.
     *
     * @return hex SHA-256 of the manifest, by which the package can be told from a changed one later
     * @throws UncheckedIOException if the receiver went away
     */
    public String write(OutputStream out) {
      try {
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        var files = new ArrayList<Map<String, Object>>();
        for (var part : parts) {
          if (part.evidence == null) {
            files.add(put(zip, part.path, new java.io.ByteArrayInputStream(part.content.get())));
          } else {
            try (var content = bytes(part.evidence)) {
              if (content != null) {
                var file = put(zip, part.path, content);
                file.put("evidence", register(part.evidence));
                files.add(file);
              }
            }
          }
        }
        var manifest = json(manifest(files));
        var fingerprint = HexFormat.of().formatHex(Canonical.sha256().digest(manifest));
        put(zip, "manifest.json", new java.io.ByteArrayInputStream(manifest));
        put(zip, "manifest.sha256", new java.io.ByteArrayInputStream(
            (fingerprint + "  manifest.json\n").getBytes(StandardCharsets.US_ASCII)));
        zip.finish();
        return fingerprint;
      } catch (IOException e) {
        throw new UncheckedIOException("A package could not be written to its receiver", e);
      }
    }

    private static Map<String, Object> register(Evidence one) {
      var register = EvidenceStore.facts(one);
      register.put("addedBy", one.addedBy());
      register.put("addedAt", Canonical.at(one.addedAt()));
      return register;
    }

    private InputStream bytes(Evidence one) {
      try {
        return evidence.open(number, one.id()).stream();
      } catch (UncheckedIOException | EvidenceUnavailable | UnknownEvidence lost) {
        return null;
      }
    }

    private Map<String, Object> manifest(List<Map<String, Object>> files) {
      var manifest = new LinkedHashMap<String, Object>();
      manifest.put("format", "huiyin-package-2");
      manifest.put("number", number.value());
      manifest.put("exportedAt", Canonical.at(clock.instant()));
      manifest.put("exportedBy", by);
      manifest.put("files", files);
      return manifest;
    }
  }

  /** Writes one file and says what the manifest has to know about it. */
  private static Map<String, Object> put(ZipOutputStream zip, String path, InputStream content) throws IOException {
    var entry = new ZipEntry(path);
    entry.setTimeLocal(ENTRY_TIME);
    zip.putNextEntry(entry);
    var digest = Canonical.sha256();
    var size = 0L;
    var buffer = new byte[64 * 1024];
    for (int read; (read = content.read(buffer)) >= 0;) {
      digest.update(buffer, 0, read);
      zip.write(buffer, 0, read);
      size += read;
    }
    zip.closeEntry();
    var file = new LinkedHashMap<String, Object>();
    file.put("path", path);
    file.put("size", size);
    file.put("sha256", HexFormat.of().formatHex(digest.digest()));
    return file;
  }

  private static byte[] json(Map<String, Object> content) {
    try {
      return JSON.writeValueAsBytes(content);
    } catch (JsonProcessingException e) {
      // without the cause: Jackson's message may quote the value
      throw new IllegalStateException("A package that cannot be written as JSON");
    }
  }

  /** The verifier in ASCII: the launcher of JDK 17 reads a source file in the machine's own encoding. */
  static byte[] verifier() {
    try (var in = ArchivePackage.class.getResourceAsStream("/archive-package/Verify.java")) {
      var source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var ascii = new StringBuilder(source.length() * 2);
      source.chars().forEach(c -> {
        if (c < 128) {
          ascii.append((char) c);
        } else {
          ascii.append("\\u%04x".formatted(c));
        }
      });
      return ascii.toString().getBytes(StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException("The verifier is not in the application", e);
    }
  }
}
