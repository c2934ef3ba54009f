import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/**
 * Checks a case file that was taken out of Huiyin, with nothing but a JDK 17 or newer and on any machine:
 *
 * <pre>
 * java Verify.java                             in the unpacked package
 * java Verify.java case.zip                    the package as it came
 * java Verify.java case.zip daily-roots.txt    also against a copy of the daily roots that was kept elsewhere
 * </pre>
 *
 * Ends with 0 if everything fits, 1 if something does not, 2 if there is no package to check. It shares no code with
 * the program that wrote the package, on purpose. The forms that are hashed:
 *
 * <pre>
 * field      = length in bytes (4 bytes, big-endian), text in UTF-8
 * opening    = SHA-256(fields "huiyin-archive-1", number, opened at)
 * hash       = SHA-256(previous hash || fields "huiyin-entry-1", number, sequence, at, actor, channel, kind, summary,
 *              commitment)             the previous hash of entry 1 is the opening
 * commitment = SHA-256(salt || payload), or 32 zero bytes for an entry without payload
 * leaf       = SHA-256(0x00 || fields number, sequence, hash)        node = SHA-256(0x01 || left || right)
 * root       = SHA-256(previous root || fields "huiyin-root-3", day, sealed at, files, top of the tree, and of the access
 *              log: last id, lines, gaps, hash); in "huiyin-root-2" without the access log
 * </pre>
 *
 * Instants are UTC with six decimals, digests lower-case hex where they stand in a field. The signature of a time
 * stamp is not checked here; openssl ts -verify does that.
 */
public final class Verify {

  private static final String NOTHING = "0".repeat(64);
  private static final String MANIFEST = "manifest.json";
  private static final String FINGERPRINT = "manifest.sha256";
  private static final Set<String> NEEDED = Set.of("index.html", "entries.json", "roots.json", "Verify.java");
  /** What only packages from before {@code huiyin-package-2} may lack. */
  private static final String COVER = "cover.json";
  /** What file managers leave in a directory that somebody looked at. */
  private static final Set<String> DROPPINGS = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");
  private static final String UNREADABLE = " 读不懂：内容被改动";

  private final List<String> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Source> files = new TreeMap<>();
  private final Map<String, String> digests = new LinkedHashMap<>();
  /** What the register says of each piece, by its id. */
  private final Map<String, Map<String, Object>> evidence = new LinkedHashMap<>();
  private final Map<String, String> evidencePaths = new LinkedHashMap<>();
  private List<Map<String, Object>> entries = List.of();
  private String number = "";
  private String opening;
  private String openedAt = "";
  private String exportedAt = "";
  /** Whether the entries follow on one another; only then do they bear witness against the cover. */
  private boolean linked;

  private interface Source {
    InputStream open() throws IOException;
  }

  public static void main(String[] args) throws IOException {
    var out = console();
    if (args.length > 2) {
      out.println("用法：java Verify.java [案卷包目录或 zip] [daily-roots.txt]");
      System.exit(2);
    }
    try {
      var verify = new Verify();
      verify.run(Path.of(args.length > 0 ? args[0] : "."), args.length > 1 ? Path.of(args[1]) : null);
      verify.notes.forEach(out::println);
      verify.findings.forEach(finding -> out.println("不符：" + finding));
      out.println(verify.findings.isEmpty() ? "结论：完好" : "结论：不完好，共 " + verify.findings.size() + " 处不符");
      System.exit(verify.findings.isEmpty() ? 0 : 1);
    } catch (NoPackage e) {
      out.println(e.getMessage());
      System.exit(2);
    }
  }

  /** What does not fit, in the order in which it was found; empty when everything does. */
  public static List<String> check(Path packageOrZip, Path dailyRoots) throws IOException {
    var verify = new Verify();
    verify.run(packageOrZip, dailyRoots);
    return verify.findings;
  }

  private void run(Path from, Path dailyRoots) throws IOException {
    if (Files.isDirectory(from)) {
      list(from);
      checkAll(dailyRoots);
    } else if (Files.isRegularFile(from)) {
      try (var zip = new ZipFile(from.toFile(), StandardCharsets.UTF_8)) {
        zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
          if (files.put(plain(entry.getName()), () -> zip.getInputStream(entry)) != null) {
            findings.add("文件 " + entry.getName() + " 在包里有两份");
          }
        });
        checkAll(dailyRoots);
      } catch (java.util.zip.ZipException e) {
        throw new NoPackage(from + " 不是完整的 zip 文件");
      }
    } else {
      throw new NoPackage("找不到 " + from);
    }
  }

  private void list(Path directory) throws IOException {
    if (!Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).newEncoder().canEncode("证据")) {
      throw new NoPackage("本机的语言环境读不了中文文件名，请直接核验 zip：java Verify.java <案卷包>.zip");
    }
    try (var all = Files.walk(directory)) {
      all.filter(file -> !Files.isDirectory(file) && !DROPPINGS.contains(file.getFileName().toString()))
          .forEach(file -> files.put(plain(directory.relativize(file).toString().replace('\\', '/')),
              () -> Files.newInputStream(file)));
    }
  }

  /** Some systems take the accents of a name apart when they unpack it. */
  private static String plain(String path) {
    return Normalizer.normalize(path, Normalizer.Form.NFC);
  }

  private void checkAll(Path dailyRoots) throws IOException {
    if (!files.containsKey(MANIFEST) && !files.containsKey("entries.json")) {
      throw new NoPackage("这里没有案卷包：缺少 " + MANIFEST + " 和 entries.json");
    }
    checkManifest();
    checkEntries();
    if (linked && files.containsKey(COVER)) {
      checkCover();
    }
    checkEvidence();
    checkRoots(dailyRoots);
  }

  // the files

  private void checkManifest() {
    var bytes = read(MANIFEST);
    var fingerprint = hex(sha256(bytes));
    notes.add("清单指纹：" + fingerprint);
    if (!Arrays.equals(read(FINGERPRINT), (fingerprint + "  " + MANIFEST + "\n").getBytes(StandardCharsets.US_ASCII))) {
      findings.add("清单 " + MANIFEST + " 与 " + FINGERPRINT + " 不符：清单被改动或缺失");
    }
    var listed = new HashSet<String>();
    var needed = new HashSet<>(NEEDED);
    try {
      var manifest = object(Json.read(bytes));
      number = text(manifest, "number");
      exportedAt = text(manifest, "exportedAt");
      if (!text(manifest, "format").equals("huiyin-package-1")) {
        needed.add(COVER);
      }
      notes.add("投诉编号：" + number + "，导出时间：" + exportedAt + "，导出人：" + text(manifest, "exportedBy"));
      for (var file : list(manifest, "files")) {
        checkFile(file, listed);
      }
    } catch (Malformed e) {
      findings.add("清单 " + MANIFEST + UNREADABLE);
      return;
    }
    needed.stream().filter(name -> !listed.contains(name)).sorted()
        .forEach(name -> findings.add("清单里没有 " + name));
    files.keySet().stream().filter(name -> !listed.contains(name) && !name.equals(MANIFEST) && !name.equals(FINGERPRINT))
        .forEach(name -> findings.add("多出文件 " + name + "：清单里没有"));
    notes.add("文件：" + listed.size() + " 个");
  }

  private void checkFile(Map<String, Object> file, Set<String> listed) {
    var path = text(file, "path");
    if (!listed.add(path)) {
      findings.add("清单里有两个 " + path);
    }
    var source = files.get(path);
    if (source == null) {
      findings.add("缺少文件 " + path);
      return;
    }
    var digest = digest();
    var size = 0L;
    try (var in = source.open()) {
      var buffer = new byte[65536];
      for (int read; (read = in.read(buffer)) >= 0;) {
        digest.update(buffer, 0, read);
        size += read;
      }
    } catch (IOException e) {
      findings.add("文件 " + path + " 读不出来：内容被改动");
      return;
    }
    var hash = hex(digest.digest());
    digests.put(path, hash);
    if (size != number(file, "size") || !hash.equals(text(file, "sha256"))) {
      findings.add("文件 " + path + " 被改动：与清单中的大小或 SHA-256 不符");
    }
    if (file.containsKey("evidence")) {
      var piece = object(file.get("evidence"));
      evidence.put(text(piece, "id"), piece);
      evidencePaths.put(text(piece, "id"), path);
    }
  }

  // the chain

  private void checkEntries() {
    try {
      var ledger = object(Json.read(read("entries.json")));
      entries = list(ledger, "entries");
      if (!text(ledger, "number").equals(number)) {
        findings.add("entries.json 是另一个案卷的：" + text(ledger, "number"));
      }
      number = text(ledger, "number");
      if (ledger.get("headHash") == null) {
        findings.add("档案封面缺失：有记录，却没有开立信息和末条哈希");
        return;
      }
      openedAt = text(ledger, "openedAt");
      opening = hex(sha256(fields("huiyin-archive-1", number, openedAt)));
      var finding = chain(text(ledger, "headHash"), number(ledger, "headSequence"));
      if (finding != null) {
        findings.add(finding);
      }
      notes.add("记录：" + entries.size() + " 条，末条哈希 " + text(ledger, "headHash"));
    } catch (Malformed e) {
      findings.add("entries.json" + UNREADABLE);
    }
  }

  /** The first thing that does not fit, or null. */
  private String chain(String head, long headSequence) {
    var previous = opening;
    var missing = 0;
    String first = null;
    for (var i = 1; i <= entries.size(); i++) {
      var entry = entries.get(i - 1);
      var broken = link(i, entry, previous, headSequence);
      if (broken != null) {
        return first == null ? broken : first;
      }
      previous = text(entry, "hash");
      if (text(entry, "kind").equals("PAYLOADS_DESTROYED")) {
        missing = 0;
      }
      var fault = payload(i, entry);
      first = first == null ? fault : first;
      if (fault == null && entry.get("payload") == null && !text(entry, "commitment").equals(NOTHING)) {
        missing = missing > 0 ? missing : i;
      }
    }
    var ending = ending(previous, head, headSequence);
    linked = ending == null;
    return first != null ? first : ending != null ? ending
        : missing == 0 ? null : "第 " + missing + " 条的内容丢失，且没有销毁记录";
  }

  private String link(int i, Map<String, Object> entry, String previous, long headSequence) {
    var sequence = number(entry, "sequence");
    if (sequence != i) {
      return missing(i, sequence - 1);
    }
    if (i > headSequence) {
      return "第 " + i + " 条是多出来的：封面只登记到第 " + headSequence + " 条";
    }
    if (!text(entry, "previousHash").equals(previous)) {
      return i == 1 ? "第 1 条与档案的开立信息接不上：开立时间或该条被改动"
          : "第 " + i + " 条与第 " + (i - 1) + " 条接不上：有记录被改动、调换或插入";
    }
    return text(entry, "hash").equals(hash(entry)) ? null
        : "第 " + i + " 条被改动：时间、人员、渠道、类别、摘要、承诺值与哈希不符";
  }

  private String payload(int i, Map<String, Object> entry) {
    var none = text(entry, "commitment").equals(NOTHING);
    var broken = entry.get("sealBroken") != null;
    if (none) {
      return broken || entry.get("payload") != null ? "第 " + i + " 条的内容是后加的" : null;
    }
    if (broken) {
      return "第 " + i + " 条的内容打不开：密文被改动，或其密钥未配置";
    }
    return entry.get("payload") == null || text(entry, "commitment").equals(commitment(entry)) ? null
        : "第 " + i + " 条的内容被改动：内容或盐值与承诺值不符";
  }

  private String ending(String last, String head, long headSequence) {
    if (entries.size() < headSequence) {
      return missing(entries.size() + 1, headSequence);
    }
    return last.equals(head) ? null
        : "封面登记的末条哈希与" + (entries.isEmpty() ? "档案的开立信息" : "第 " + entries.size() + " 条") + "不符";
  }

  private String hash(Map<String, Object> entry) {
    return hex(sha256(bytes(text(entry, "previousHash")), fields("huiyin-entry-1", number,
        Long.toString(number(entry, "sequence")), text(entry, "at"), text(entry, "actor"), text(entry, "channel"),
        text(entry, "kind"), text(entry, "summary"), text(entry, "commitment"))));
  }

  private static String commitment(Map<String, Object> entry) {
    return hex(sha256(bytes(text(entry, "salt")), text(entry, "payload").getBytes(StandardCharsets.UTF_8)));
  }

  private static String missing(long from, long to) {
    return from >= to ? "第 " + from + " 条缺失" : "第 " + from + " 至 " + to + " 条缺失";
  }

  // the cover

  private static final List<String> FILING =
      List.of("status", "category", "urgency", "filedAt", "retentionUntil", "legalBasis", "followUpSince");
  private static final Map<String, String> LABELS = Map.ofEntries(
      Map.entry("status", "状态"), Map.entry("category", "类别"), Map.entry("urgency", "紧急程度"),
      Map.entry("filedAt", "归档时间"), Map.entry("retentionUntil", "保管期限"), Map.entry("legalBasis", "依据"),
      Map.entry("followUpSince", "转为需跟进的时间"), Map.entry("destroyedAt", "销毁时间"), Map.entry("room", "档案室"),
      Map.entry("cabinet", "柜"), Map.entry("box", "盒"), Map.entry("position", "位置"),
      Map.entry("keyHolder", "钥匙保管人"), Map.entry("placedBy", "冻结人"), Map.entry("placedAt", "冻结时间"),
      Map.entry("liftedBy", "解除人"), Map.entry("liftedAt", "解除时间"), Map.entry("reason", "理由"),
      Map.entry("liftReason", "解除理由"), Map.entry("waivedBy", "批准人"), Map.entry("waivedAt", "批准时间"),
      Map.entry("entries", "记录条数"), Map.entry("head", "末条哈希"), Map.entry("counts", "清除的内容和数量"),
      Map.entry("appraisedBy", "鉴定人"), Map.entry("approvedBy", "批准人"), Map.entry("list", "销毁清册"),
      Map.entry("erasure", "删除请求"));
  private static final Map<Object, String> CODES = Map.ofEntries(
      Map.entry("PENDING", "待处理"), Map.entry("CLOSED", "已办结"), Map.entry("FOLLOW_UP", "需跟进"),
      Map.entry("NORMAL", "一般"), Map.entry("IMPORTANT", "重要"), Map.entry("MAJOR", "重大"),
      Map.entry("PRODUCT_QUALITY", "产品质量"), Map.entry("SERVICE_ATTITUDE", "服务态度"),
      Map.entry("LOGISTICS", "物流履约"), Map.entry("SYSTEM_FAULT", "系统故障"), Map.entry("AFTER_SALES", "售后服务"),
      Map.entry("BUSINESS_PROCESS", "业务流程"), Map.entry("CONTRACT_DISPUTE", "合同纠纷"),
      Map.entry("BILLING", "账单费用"), Map.entry("OTHER", "其他"));

  /** What the entries say of the cover, by part. */
  private final Map<String, Map<String, Object>> said = new TreeMap<>();
  /** What they leave open: a part or a fact, from before entries said all of it, or because a payload is gone. */
  private final Set<String> open = new HashSet<>();

  private void checkCover() {
    List.of("filing", "paper", "holds", "waivers").forEach(part -> said.put(part, new TreeMap<>()));
    said.get("filing").put("status", "PENDING");
    try {
      for (var entry : entries) {
        hear(entry);
      }
      var cover = object(Json.read(read(COVER)));
      compare("filing", "封面", part(cover, "filing"), said.get("filing"));
      compare("paper", "封面的纸质位置", part(cover, "paper"), said.get("paper"));
      compareEach("holds", "编号 %s 的法律冻结", part(cover, "holds"));
      compareEach("waivers", "材料 %s 的免交", part(cover, "waivers"));
      compareThing("certificate", "销毁证明", cover.get("certificate"), said.get("certificate"));
    } catch (Malformed e) {
      findings.add(COVER + UNREADABLE);
    }
  }

  private void hear(Map<String, Object> entry) {
    switch (text(entry, "kind")) {
      case "ARCHIVE_FILED" -> {
        var facts = facts(entry);
        told(facts, FILING);
        settle("paper", facts.containsKey("paperLocation"));
        said.put("paper", part(facts, "paperLocation"));
      }
      case "PAPER_MOVED", "PAPER_FOUND" -> {
        var facts = facts(entry);
        settle("paper", facts.containsKey("to"));
        said.put("paper", part(facts, "to"));
      }
      case "RETENTION_EXTENDED" -> told(facts(entry), List.of("retentionUntil"));
      case "FOLLOW_UP_OPENED", "FOLLOW_UP_DONE" -> told(facts(entry), List.of("status", "followUpSince"));
      case "REOPENED" -> {
        if (!"FOLLOW_UP".equals(said.get("filing").get("status"))) {
          told(Map.of(), List.of("status", "followUpSince"));
        }
      }
      case "LEGAL_HOLD_PLACED" -> told("holds", "hold", entry, "placedBy", "placedAt", "reason");
      case "LEGAL_HOLD_LIFTED" -> told("holds", "hold", entry, "liftedBy", "liftedAt", "liftReason");
      case "DOCUMENT_WAIVED" -> told("waivers", "code", entry, "waivedBy", "waivedAt", "reason");
      case "PAYLOADS_DESTROYED" -> destroyed(entry, facts(entry));
      default -> { }
    }
  }

  private void destroyed(Map<String, Object> entry, Map<String, Object> facts) {
    var cover = part(facts, "cover");
    told(part(cover, "filing"), FILING);
    for (var part : List.of("paper", "holds", "waivers")) {
      settle(part, cover.containsKey(part));
      said.put(part, part(cover, part));
    }
    said.get("filing").put("destroyedAt", entry.get("at"));
    var certificate = new TreeMap<String, Object>(Map.of("destroyedAt", entry.get("at"), "entries",
        entry.get("sequence"), "head", entry.get("hash")));
    certificate.put("counts", facts.get("destroyed"));
    for (var name : List.of("legalBasis", "appraisedBy", "approvedBy", "list", "erasure")) {
      certificate.put(name, facts.get(name));
      settle("certificate." + name, facts.containsKey(name));
    }
    said.put("certificate", certificate);
  }

  private void told(Map<String, Object> facts, List<String> names) {
    for (var name : names) {
      settle("filing." + name, facts.containsKey(name));
      said.get("filing").put(name, facts.get(name));
    }
  }

  private void told(String part, String key, Map<String, Object> entry, String by, String at, String reason) {
    var facts = facts(entry);
    if (facts.get(key) == null) {
      open.add(part);
      return;
    }
    var name = facts.get(key).toString();
    var thing = new TreeMap<>(part(said.get(part), name));
    thing.put(by, entry.get("actor"));
    thing.put(at, entry.get("at"));
    thing.put(reason, facts.get("reason"));
    said.get(part).put(name, thing);
  }

  private void settle(String what, boolean isSaid) {
    if (isSaid) {
      open.remove(what);
    } else {
      open.add(what);
    }
  }

  private void compareEach(String part, String what, Map<String, Object> cover) {
    for (var key : union(cover, said.get(part))) {
      compareThing(part, what.formatted(key), cover.get(key), said.get(part).get(key));
    }
  }

  private void compareThing(String part, String what, Object cover, Object told) {
    if (open.contains(part)) {
      return;
    }
    if (cover == null && told != null) {
      findings.add(what + "在记录中有，登记中没有：登记被删除");
    } else if (cover != null && told == null) {
      findings.add(what + "在登记中有，记录中没有：登记是后加的");
    } else if (cover != null) {
      compare(part, what, object(cover), object(told));
    }
  }

  private void compare(String part, String what, Map<String, Object> cover, Map<String, Object> told) {
    for (var name : union(cover, told)) {
      var stands = words(name, cover.get(name));
      var expected = words(name, told.get(name));
      if (!stands.equals(expected) && !open.contains(part) && !open.contains(part + "." + name)) {
        var secret = name.equals("reason") || name.equals("liftReason");
        findings.add(what + "的" + LABELS.getOrDefault(name, name)
            + (secret ? "与记录不符" : "是" + stands + "，记录中是" + expected) + "：登记被改动");
      }
    }
  }

  private static String words(String name, Object value) {
    return value == null ? "空" : value instanceof Map<?, ?> map ? new TreeMap<>(map).toString()
        : List.of("status", "category", "urgency").contains(name) ? CODES.getOrDefault(value, value.toString())
        : value.toString();
  }

  private static Set<String> union(Map<String, Object> one, Map<String, Object> other) {
    var names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    return names;
  }

  /** What an entry says in detail, as far as it is what was committed to. */
  private static Map<String, Object> facts(Map<String, Object> entry) {
    return entry.get("payload") == null || !text(entry, "commitment").equals(commitment(entry)) ? Map.of()
        : object(Json.read(text(entry, "payload").getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, Object> part(Map<String, Object> facts, String name) {
    return facts.get(name) instanceof Map<?, ?> ? object(facts.get(name)) : new TreeMap<>();
  }

  // the evidence

  private void checkEvidence() {
    var left = new TreeMap<>(evidencePaths);
    for (var entry : entries) {
      try {
        if (text(entry, "kind").equals("EVIDENCE_ADDED") && entry.get("payload") != null) {
          checkEvidence(entry, left);
        }
      } catch (Malformed e) {
        findings.add("一条证据记录" + UNREADABLE);
      }
    }
    left.values().forEach(path -> findings.add("证据 " + path + " 没有入档记录"));
    files.keySet().stream().filter(path -> path.startsWith("evidence/") && !evidencePaths.containsValue(path))
        .forEach(path -> findings.add("证据 " + path + " 没有入档记录"));
    notes.add("证据：" + evidence.size() + " 份");
  }

  private void checkEvidence(Map<String, Object> entry, Map<String, String> left) {
    var facts = object(Json.read(text(entry, "payload").getBytes(StandardCharsets.UTF_8)));
    var id = text(facts, "id");
    var path = left.remove(id);
    var where = "第 " + number(entry, "sequence") + " 条登记的证据";
    if (path == null) {
      findings.add(where + "不在包里");
    } else if (!text(facts, "hash").equals(digests.get(path))) {
      findings.add(where + " " + path + " 缺失、被改动或被换成了另一份");
    } else {
      var expected = new LinkedHashMap<>(facts);
      expected.put("addedBy", text(entry, "actor"));
      expected.put("addedAt", text(entry, "at"));
      // older entries do not hold every fact that the register has
      var register = evidence.get(id);
      if (!expected.entrySet().stream().allMatch(fact -> Objects.equals(fact.getValue(), register.get(fact.getKey())))
          || Boolean.TRUE.equals(register.get("noConversation")) != Boolean.TRUE.equals(facts.get("noConversation"))) {
        findings.add(where + "，其登记事项被改动");
      }
    }
  }

  // the daily roots

  private void checkRoots(Path dailyRoots) throws IOException {
    try {
      var file = object(Json.read(read("roots.json")));
      var roots = new LinkedHashMap<String, Map<String, Object>>();
      Map<String, Object> before = null;
      for (var root : list(file, "roots")) {
        var day = text(root, "day");
        if (before != null && (!text(root, "previous").equals(text(before, "root"))
            || text(before, "day").compareTo(day) >= 0)) {
          findings.add(day + " 的每日存证与前一次接不上：有存证被删除、插入或改动");
        }
        if (root.get("tree") == null) {
          notes.add(day + " 的每日存证是旧的格式，离线不能复算");
        } else if (!text(root, "root").equals(hex(sha256(bytes(text(root, "previous")), root(root))))) {
          findings.add(day + " 的每日存证被改动：根与当日各卷的末条哈希、访问日志的哈希不符");
        }
        checkTimeStamp(day, root);
        roots.put(day, root);
        before = root;
      }
      checkHeads(list(file, "heads"), roots);
      compare(dailyRoots, roots);
    } catch (Malformed e) {
      findings.add("roots.json" + UNREADABLE);
    }
  }

  private static byte[] root(Map<String, Object> root) {
    var fields = new ArrayList<>(List.of("huiyin-root-2", text(root, "day"), text(root, "sealedAt"),
        Long.toString(number(root, "files")), text(root, "tree")));
    if (root.get("access") != null) {
      var access = object(root.get("access"));
      fields.set(0, "huiyin-root-3");
      fields.addAll(List.of(Long.toString(number(access, "last")), Long.toString(number(access, "lines")),
          text(access, "gaps"), text(access, "hash")));
    }
    return fields(fields.toArray(String[]::new));
  }

  private void checkHeads(List<Map<String, Object>> heads, Map<String, Map<String, Object>> roots) {
    var sealed = -1L;
    var on = "";
    for (var head : heads) {
      var day = text(head, "day");
      var sequence = number(head, "sequence");
      var root = roots.get(day);
      if (root == null) {
        findings.add(day + " 的每日存证不在包里");
        continue;
      }
      if (root.get("tree") != null && !text(root, "tree").equals(top(head))) {
        findings.add(day + " 的每日存证里没有本卷的第 " + sequence + " 条：证明路径与根不符");
      }
      var hash = sequence == 0 ? opening : sequence <= entries.size() ? text(entries.get((int) sequence - 1), "hash") : null;
      if (hash == null) {
        findings.add(day + " 存证时有 " + sequence + " 条记录，现在缺少第 " + sequence + " 条：案卷被整卷删除或截短");
      } else if (!hash.equals(text(head, "hash"))) {
        findings.add("第 " + sequence + " 条与 " + day + " 的每日存证不符：案卷被整卷改写");
      }
      sealed = sequence;
      on = day;
    }
    notes.add(sealed < 0 ? "每日存证：本卷还没有存证，只能核验案卷自身是否前后一致"
        : "每日存证：第 " + sealed + " 条及以前已于 " + on + " 存证" + (sealed < entries.size() ? "，其后 "
            + (entries.size() - sealed) + " 条尚未存证" : ""));
  }

  private String top(Map<String, Object> head) {
    var hash = sha256(new byte[] {0}, fields(number, Long.toString(number(head, "sequence")), text(head, "hash")));
    for (var step : list(head, "way")) {
      var beside = bytes(text(step, "hash"));
      hash = step.get("left") == Boolean.TRUE ? sha256(new byte[] {1}, beside, hash) : sha256(new byte[] {1}, hash, beside);
    }
    return hex(hash);
  }

  private void checkTimeStamp(String day, Map<String, Object> root) {
    if (root.get("timeStamp") == null) {
      return;
    }
    var token = hex(read(text(root, "timeStamp")));
    // OCTET STRING of 32 bytes, as the imprint stands in the token
    if (!token.contains("0420" + text(root, "root"))) {
      findings.add(day + " 的时间戳与根不符，或缺失");
    } else {
      notes.add(day + " 的根有时间戳 " + text(root, "timeStamp") + "，签名请用 openssl ts -verify 核对");
    }
  }

  private void compare(Path dailyRoots, Map<String, Map<String, Object>> roots) throws IOException {
    if (dailyRoots == null) {
      notes.add("没有与另存的 daily-roots.txt 对照；对照后才能发现案卷和存证被一起重做");
      return;
    }
    if (!Files.isRegularFile(dailyRoots)) {
      throw new NoPackage("找不到 " + dailyRoots);
    }
    var kept = new TreeMap<String, String>();
    for (var line : Files.readAllLines(dailyRoots, StandardCharsets.UTF_8)) {
      var parts = line.trim().split(" ");
      if (parts.length == 2) {
        kept.putIfAbsent(parts[0], parts[1]);
      }
    }
    var days = new TreeMap<>(roots);
    roots.forEach((day, root) -> {
      if (!kept.containsKey(day)) {
        if (!kept.isEmpty() && day.compareTo(kept.lastKey()) <= 0) {
          findings.add("另存的存证文件中没有 " + day + " 的根，包里有");
        } else {
          notes.add(day + " 的根在另存的存证文件中还没有，无从对照");
        }
      } else if (!kept.get(day).equals(text(root, "root"))) {
        findings.add(day + " 的根与另存的存证文件中的不同：案卷和存证被一起重做，或存证文件被改动");
      }
    });
    if (!days.isEmpty()) {
      kept.subMap(days.firstKey(), days.lastKey()).keySet().stream().filter(day -> !days.containsKey(day))
          .forEach(day -> findings.add("另存的存证文件中有 " + day + " 的根，包里没有"));
    }
    // a case is in the first root after its opening, and a package in step with the roots of its day
    var from = roots.isEmpty() ? day(openedAt).plusDays(2).toString() : days.lastKey() + "+";
    kept.tailMap(from).keySet().stream().filter(day -> day.compareTo(day(exportedAt).minusDays(2).toString()) <= 0)
        .findFirst().ifPresent(day -> findings.add("另存的存证文件中有 " + day + " 的根，包导出在后却没有："
            + (roots.isEmpty() ? "本卷没有存证，或存证被删去" : "数据库可能被换成了旧的")));
    notes.add("已与另存的 " + dailyRoots.getFileName() + " 对照，共 " + kept.size() + " 个根");
  }

  private static LocalDate day(String instant) {
    try {
      return LocalDate.parse(instant.substring(0, Math.min(10, instant.length())));
    } catch (DateTimeParseException e) {
      throw new Malformed();
    }
  }

  // bytes

  private byte[] read(String path) {
    var source = files.get(path);
    if (source == null) {
      return new byte[0];
    }
    try (var in = source.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static byte[] fields(String... fields) {
    var form = new ByteArrayOutputStream();
    for (var field : fields) {
      var bytes = field.getBytes(StandardCharsets.UTF_8);
      form.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      form.writeBytes(bytes);
    }
    return form.toByteArray();
  }

  private static byte[] sha256(byte[]... parts) {
    var digest = digest();
    for (var part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new Malformed();
    }
  }

  // JSON

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new Malformed();
  }

  private static String text(Map<String, Object> object, String name) {
    if (object.get(name) instanceof String text) {
      return text;
    }
    throw new Malformed();
  }

  private static long number(Map<String, Object> object, String name) {
    if (object.get(name) instanceof BigDecimal number && number.scale() <= 0 && number.precision() < 18) {
      return number.longValueExact();
    }
    throw new Malformed();
  }

  private static List<Map<String, Object>> list(Map<String, Object> object, String name) {
    if (object.get(name) instanceof List<?> list) {
      return list.stream().map(Verify::object).toList();
    }
    throw new Malformed();
  }

  private static PrintStream console() {
    var name = System.getProperty("sun.stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
    var charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true,
        charset.newEncoder().canEncode("证") ? charset : StandardCharsets.UTF_8);
  }

  private static final class NoPackage extends RuntimeException {
    NoPackage(String message) {
      super(message);
    }
  }

  private static final class Malformed extends RuntimeException {
    Malformed() {
      super(null, null, false, false);
    }
  }

  /** As much of JSON as is needed, and nothing that is not JSON. */
  private static final class Json {

    private static final int DEPTH = 200;

    private final String text;
    private int at;

    private Json(String text) {
      this.text = text;
    }

    static Object read(byte[] bytes) {
      try {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var json = new Json(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        var value = json.value(0);
        json.space();
        if (json.at < json.text.length()) {
          throw new Malformed();
        }
        return value;
      } catch (java.nio.charset.CharacterCodingException | NumberFormatException e) {
        throw new Malformed();
      }
    }

    private Object value(int depth) {
      space();
      if (depth > DEPTH) {
        throw new Malformed();
      }
      return switch (peek()) {
        case '{' -> object(depth);
        case '[' -> list(depth);
        case '"' -> string();
        case 't' -> word("true", Boolean.TRUE);
        case 'f' -> word("false", Boolean.FALSE);
        case 'n' -> word("null", null);
        default -> number();
      };
    }

    private Map<String, Object> object(int depth) {
      var object = new LinkedHashMap<String, Object>();
      at++;
      space();
      if (peek() == '}') {
        at++;
        return object;
      }
      while (true) {
        space();
        var name = string();
        space();
        take(':');
        if (object.containsKey(name)) {
          throw new Malformed();
        }
        object.put(name, value(depth + 1));
        space();
        if (peek() == '}') {
          at++;
          return object;
        }
        take(',');
      }
    }

    private List<Object> list(int depth) {
      var list = new ArrayList<Object>();
      at++;
      space();
      if (peek() == ']') {
        at++;
        return list;
      }
      while (true) {
        list.add(value(depth + 1));
        space();
        if (peek() == ']') {
          at++;
          return list;
        }
        take(',');
      }
    }

    private String string() {
      take('"');
      var string = new StringBuilder();
      while (peek() != '"') {
        var c = text.charAt(at++);
        if (c < ' ') {
          throw new Malformed();
        }
        string.append(c == '\\' ? escape() : c);
      }
      at++;
      return string.toString();
    }

    private char escape() {
      var c = peek();
      at++;
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> {
          if (at + 4 > text.length()) {
            throw new Malformed();
          }
          at += 4;
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> throw new Malformed();
      };
    }

    private BigDecimal number() {
      var from = at;
      while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return new BigDecimal(text.substring(from, at));
    }

    private Object word(String word, Object value) {
      if (!text.startsWith(word, at)) {
        throw new Malformed();
      }
      at += word.length();
      return value;
    }

    private char peek() {
      if (at >= text.length()) {
        throw new Malformed();
      }
      return text.charAt(at);
    }

    private void take(char c) {
      if (peek() != c) {
        throw new Malformed();
      }
      at++;
    }

    private void space() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
