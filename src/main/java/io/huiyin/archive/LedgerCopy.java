package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A case file as it stands in the ledger, be it damaged, with all that is needed to check it: payload texts as they were
 * committed to, and their salts.
 *
 * @param openedAt {@code null}, like {@code headHash}, when the cover is gone
 * @param cover    what stands on it, see {@link Cover}; empty when it is gone
 */
record LedgerCopy(ComplaintNumber number, Instant openedAt, int headSequence, byte[] headHash, Map<String, Object> cover,
    List<Line> lines) {

  /** @param payload {@code null} when there is none or its seal is broken */
  record Line(LedgerEntry entry, byte[] previousHash, byte[] hash, byte[] salt, String payload, boolean sealBroken) {

    Map<String, Object> facts() {
      return payload == null ? Map.of() : PayloadJson.read(payload);
    }
  }

  static LedgerCopy read(JdbcTemplate jdbc, Vault vault, ComplaintNumber number) {
    return jdbc.query(ArchiveAudit.ONE, rows -> {
      var lines = new ArrayList<Line>();
      var openedAt = (Timestamp) null;
      var headSequence = 0;
      var headHash = (byte[]) null;
      var cover = Map.<String, Object>of();
      while (rows.next()) {
        openedAt = rows.getTimestamp("opened_at");
        headSequence = rows.getInt("head_sequence");
        headHash = rows.getBytes("head_hash");
        if (rows.getString("cover") != null) {
          cover = Cover.read(rows.getString("cover"), vault);
        }
        if (rows.getBytes("hash") != null) {
          lines.add(line(rows, vault));
        }
      }
      return new LedgerCopy(number, openedAt == null ? null : openedAt.toInstant(), headSequence, headHash, cover, lines);
    }, number.value());
  }

  private static Line line(ResultSet row, Vault vault) throws SQLException {
    var payload = (String) null;
    var broken = false;
    try {
      payload = vault.open(row.getBytes("sealed"));
    } catch (Vault.SealBroken e) {
      broken = true;
    }
    return new Line(ArchiveAudit.entry(row), row.getBytes("previous_hash"), row.getBytes("hash"), row.getBytes("salt"),
        payload, broken);
  }

  boolean isEmpty() {
    return headHash == null && lines.isEmpty();
  }

  /** The content of {@code entries.json}. */
  Map<String, Object> json() {
    var ledger = new LinkedHashMap<String, Object>();
    ledger.put("number", number.value());
    ledger.put("openedAt", openedAt == null ? null : Canonical.at(openedAt));
    ledger.put("headSequence", headSequence);
    ledger.put("headHash", hex(headHash));
    ledger.put("entries", lines.stream().map(LedgerCopy::json).toList());
    return ledger;
  }

  private static Map<String, Object> json(Line line) {
    var entry = line.entry;
    var json = new LinkedHashMap<String, Object>();
    json.put("sequence", entry.sequence());
    json.put("at", Canonical.at(entry.at()));
    json.put("actor", entry.actor());
    json.put("channel", entry.channel());
    json.put("kind", entry.kind());
    json.put("summary", entry.summary());
    json.put("commitment", hex(entry.commitment()));
    json.put("previousHash", hex(line.previousHash));
    json.put("hash", hex(line.hash));
    if (line.sealBroken) {
      json.put("sealBroken", true);
    }
    if (line.payload != null) {
      json.put("salt", hex(line.salt));
      json.put("payload", line.payload);
    }
    return json;
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }
}
