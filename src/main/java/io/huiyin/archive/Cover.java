package io.huiyin.archive;

import io.huiyin.privacy.Vault;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands on the cover of a case file and in the tables beside it, in parts: {@code filing} (status, classification,
 * term), {@code paper}, each of {@code holds} and {@code waivers}, {@code certificate}. None of it is under the chain;
 * entries tell each change, and {@link CoverCheck} holds the two against each other. [norm: DA/T 70 authenticity]
 */
final class Cover {

  static final String FILING = "filing";
  static final String PAPER = "paper";
  static final String HOLDS = "holds";
  static final String WAIVERS = "waivers";
  static final String CERTIFICATE = "certificate";

  private static final List<String> REASONS = List.of("reason", "liftReason");

  /** The cover of {@code archive a} as JSON; instants in the form of {@link Canonical}, reasons still sealed, in hex. */
  static final String JSON = """
      jsonb_build_object(
        'filing', jsonb_build_object('status', a.status, 'category', a.category, 'urgency', a.urgency,
          'filedAt', %1$s, 'retentionUntil', a.retention_until, 'legalBasis', a.legal_basis,
          'followUpSince', %2$s, 'destroyedAt', %3$s),
        'paper', a.paper_location,
        'holds', (select jsonb_object_agg(h.id, jsonb_build_object('placedBy', h.placed_by, 'placedAt', %4$s,
            'reason', encode(h.reason, 'hex'), 'liftedBy', h.lifted_by, 'liftedAt', %5$s,
            'liftReason', encode(h.lift_reason, 'hex')))
          from legal_hold h where h.number = a.number),
        'waivers', (select jsonb_object_agg(w.code, jsonb_build_object('waivedBy', w.waived_by, 'waivedAt', %6$s,
            'reason', encode(w.reason, 'hex')))
          from archive_waiver w where w.number = a.number),
        'certificate', (select jsonb_build_object('destroyedAt', %7$s, 'entries', d.entries,
            'head', encode(d.head_hash, 'hex'), 'counts', d.counts, 'legalBasis', d.legal_basis,
            'appraisedBy', d.appraised_by, 'approvedBy', d.approved_by, 'list', d.list, 'erasure', d.erasure)
          from destruction_certificate d where d.number = a.number))
      """.formatted(at("a.filed_at"), at("a.follow_up_since"), at("a.destroyed_at"), at("h.placed_at"),
      at("h.lifted_at"), at("w.waived_at"), at("d.destroyed_at"));

  private Cover() {
  }

  private static String at(String column) {
    return "to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
  }

  /** Opens the reasons; one that cannot be opened is no reason that an entry gave. */
  static Map<String, Object> read(String json, Vault vault) {
    var cover = PayloadJson.read(json);
    for (var part : List.of(HOLDS, WAIVERS)) {
      facts(cover.get(part)).values().forEach(one -> REASONS.forEach(reason -> facts(one)
          .computeIfPresent(reason, (name, sealed) -> open(vault, sealed.toString()))));
    }
    return cover;
  }

  private static String open(Vault vault, String sealed) {
    try {
      return vault.open(HexFormat.of().parseHex(sealed));
    } catch (Vault.SealBroken e) {
      return "（无法打开，请核验档案）";
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> facts(Object part) {
    return part instanceof Map<?, ?> map ? (Map<String, Object>) map : new TreeMap<>();
  }
}
