package io.huiyin.archive;

import io.huiyin.complaint.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Listens to the entries of one file for what they say of its {@link Cover}, and then names where the cover says
 * something else. Entries from before they said all of it leave a fact open; it is compared again from the next that does.
 *
 * <pre>
 * ARCHIVE_FILED          status, category, urgency, filedAt, retentionUntil, legalBasis, followUpSince; paperLocation
 * RETENTION_EXTENDED     retentionUntil
 * FOLLOW_UP_OPENED/_DONE status, followUpSince
 * LEGAL_HOLD_PLACED      hold, reason          LEGAL_HOLD_LIFTED  hold, reason          DOCUMENT_WAIVED  code, reason
 * PAYLOADS_DESTROYED     cover as a whole without reasons, for what said so before is gone; the certificate
 * </pre>
 */
final class CoverCheck {

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
  private static final Set<String> CODED = Set.of("status", "category", "urgency");
  private static final Map<Object, String> CODES = codes();
  /** Free text, sealed wherever it is kept. */
  private static final Set<String> SECRET = Set.of("reason", "liftReason");

  private final Map<String, Object> filing = new TreeMap<>(Map.of("status", "PENDING"));
  private Map<String, Object> paper = new TreeMap<>();
  private Map<String, Object> holds = new TreeMap<>();
  private Map<String, Object> waivers = new TreeMap<>();
  private Map<String, Object> certificate;
  /** What the entries leave open: a part or a fact. */
  private final Set<String> open = new HashSet<>();

  /** @param payload the entry's facts as JSON; {@code null} when they are destroyed, or there are none */
  void hear(LedgerEntry entry, byte[] hash, String payload) {
    switch (entry.kind()) {
      case "ARCHIVE_FILED" -> {
        var facts = facts(payload);
        told(facts, FILING);
        settle(Cover.PAPER, facts.containsKey("paperLocation"));
        paper = Cover.facts(facts.get("paperLocation"));
      }
      case "PAPER_MOVED", "PAPER_FOUND" -> {
        var facts = facts(payload);
        settle(Cover.PAPER, facts.containsKey("to"));
        paper = Cover.facts(facts.get("to"));
      }
      case "RETENTION_EXTENDED" -> told(facts(payload), List.of("retentionUntil"));
      case "FOLLOW_UP_OPENED", "FOLLOW_UP_DONE" -> told(facts(payload), List.of("status", "followUpSince"));
      case "REOPENED" -> {
        if (!"FOLLOW_UP".equals(filing.get("status"))) { // from before FOLLOW_UP_OPENED said so
          told(Map.of(), List.of("status", "followUpSince"));
        }
      }
      case "LEGAL_HOLD_PLACED" -> told(holds, Cover.HOLDS, "hold", entry, payload, "placedBy", "placedAt", "reason");
      case "LEGAL_HOLD_LIFTED" -> told(holds, Cover.HOLDS, "hold", entry, payload, "liftedBy", "liftedAt", "liftReason");
      case "DOCUMENT_WAIVED" -> told(waivers, Cover.WAIVERS, "code", entry, payload, "waivedBy", "waivedAt", "reason");
      case Archives.PAYLOADS_DESTROYED -> destroyed(entry, hash, facts(payload));
      default -> { }
    }
  }

  private void destroyed(LedgerEntry entry, byte[] hash, Map<String, Object> facts) {
    var cover = Cover.facts(facts.get("cover"));
    for (var part : List.of(Cover.PAPER, Cover.HOLDS, Cover.WAIVERS)) {
      settle(part, cover.containsKey(part));
    }
    told(Cover.facts(cover.get(Cover.FILING)), FILING);
    paper = Cover.facts(cover.get(Cover.PAPER));
    holds = Cover.facts(cover.get(Cover.HOLDS));
    waivers = Cover.facts(cover.get(Cover.WAIVERS));
    var at = Canonical.at(entry.at());
    filing.put("destroyedAt", at);
    certificate = new TreeMap<>(Map.of("destroyedAt", at, "entries", entry.sequence(), "head",
        HexFormat.of().formatHex(hash)));
    certificate.put("counts", facts.get("destroyed"));
    for (var name : List.of("legalBasis", "appraisedBy", "approvedBy", "list", "erasure")) {
      certificate.put(name, facts.get(name));
      settle(Cover.CERTIFICATE + "." + name, facts.containsKey(name));
    }
  }

  private void told(Map<String, Object> facts, List<String> names) {
    for (var name : names) {
      settle(Cover.FILING + "." + name, facts.containsKey(name));
      filing.put(name, facts.get(name));
    }
  }

  /** What is said of a hold or a waiver. Which one stands in the payload, so all of them are open once that is gone. */
  private void told(Map<String, Object> things, String part, String key, LedgerEntry entry, String payload, String by,
      String at, String reason) {
    var facts = facts(payload);
    if (facts.get(key) == null) {
      open.add(part);
    } else {
      var thing = new TreeMap<>(Cover.facts(things.get(facts.get(key).toString())));
      thing.putAll(Map.of(by, entry.actor(), at, Canonical.at(entry.at())));
      thing.put(reason, facts.get("reason"));
      things.put(facts.get(key).toString(), thing);
    }
  }

  private void settle(String what, boolean said) {
    if (said) {
      open.remove(what);
    } else {
      open.add(what);
    }
  }

  /** Where the cover says something else than the entries, in Chinese; sealed texts are not quoted. */
  List<String> findings(Map<String, Object> cover) {
    var findings = new ArrayList<String>();
    compare(findings, Cover.FILING, "封面", Cover.facts(cover.get(Cover.FILING)), filing);
    compare(findings, Cover.PAPER, "封面的纸质位置", Cover.facts(cover.get(Cover.PAPER)), paper);
    compareEach(findings, Cover.HOLDS, "编号 %s 的法律冻结", Cover.facts(cover.get(Cover.HOLDS)), holds);
    compareEach(findings, Cover.WAIVERS, "材料 %s 的免交", Cover.facts(cover.get(Cover.WAIVERS)), waivers);
    compareThing(findings, Cover.CERTIFICATE, "销毁证明", cover.get(Cover.CERTIFICATE), certificate);
    return findings;
  }

  private void compareEach(List<String> findings, String part, String what, Map<String, Object> cover,
      Map<String, Object> said) {
    for (var key : union(cover, said)) {
      compareThing(findings, part, what.formatted(key), cover.get(key), said.get(key));
    }
  }

  private void compareThing(List<String> findings, String part, String what, Object cover, Object said) {
    if (open.contains(part)) {
      return;
    }
    if (cover == null && said != null) {
      findings.add(what + "在记录中有，登记中没有：登记被删除");
    } else if (cover != null && said == null) {
      findings.add(what + "在登记中有，记录中没有：登记是后加的");
    } else {
      compare(findings, part, what, Cover.facts(cover), Cover.facts(said));
    }
  }

  private void compare(List<String> findings, String part, String what, Map<String, Object> cover,
      Map<String, Object> said) {
    for (var name : union(cover, said)) {
      var stands = words(name, cover.get(name));
      var told = words(name, said.get(name));
      if (!stands.equals(told) && !open.contains(part) && !open.contains(part + "." + name)) {
        findings.add(what + "的" + LABELS.getOrDefault(name, name)
            + (SECRET.contains(name) ? "与记录不符" : "是" + stands + "，记录中是" + told) + "：登记被改动");
      }
    }
  }

  private static Set<String> union(Map<String, Object> one, Map<String, Object> other) {
    var names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    return names;
  }

  private static String words(String name, Object value) {
    return value == null ? "空" : value instanceof Map<?, ?> map ? new TreeMap<>(map).toString()
        : CODED.contains(name) ? CODES.getOrDefault(value, value.toString()) : value.toString();
  }

  private static Map<Object, String> codes() {
    var codes = new HashMap<Object, String>();
    for (var status : ArchiveStatus.values()) {
      codes.put(status.name(), status.label());
    }
    for (var category : Category.values()) {
      codes.put(category.name(), category.label());
    }
    for (var urgency : Urgency.values()) {
      codes.put(urgency.name(), urgency.label());
    }
    return codes;
  }

  private static Map<String, Object> facts(String payload) {
    return payload == null ? Map.of() : PayloadJson.read(payload);
  }
}
