package io.huiyin.archive;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.UnknownComplaint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How the archive of a case is filed: its cover, as a person reads it. [000] */
@Service
public class Filings {

  /** The order in which somebody looks for paper. */
  private static final List<String> PLACES = List.of("room", "cabinet", "box", "position", "keyHolder");
  private static final List<String> LABELS = List.of("库房", "柜", "盒", "位置", "钥匙保管人");

  private final JdbcClient jdbc;

  Filings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param filedAt and what follows {@code null} until it is filed; {@code paperLocation} also if nothing is on paper */
  public record Filing(ArchiveStatus status, Category category, Urgency urgency, Instant filedAt, LocalDate retentionUntil, String legalBasis,
      String paperLocation) {
  }

  /** @throws UnknownComplaint if no case has this number */
  @Transactional(readOnly = true)
  public Filing of(ComplaintNumber number) {
    return jdbc.sql("select status, category, urgency, filed_at, retention_until, legal_basis, paper_location from archive where number = ?")
        .param(number.value())
        .query((row, i) -> new Filing(ArchiveStatus.valueOf(row.getString("status")),
            row.getString("category") == null ? null : Category.valueOf(row.getString("category")),
            row.getString("urgency") == null ? null : Urgency.valueOf(row.getString("urgency")),
            row.getTimestamp("filed_at") == null ? null : row.getTimestamp("filed_at").toInstant(),
            row.getObject("retention_until", LocalDate.class), row.getString("legal_basis"),
            paper(row.getString("paper_location"))))
        .optional().orElseThrow(() -> new UnknownComplaint(number));
  }

  private static String paper(String json) {
    if (json == null) {
      return null;
    }
    var place = PayloadJson.read(json);
    return PLACES.stream().map(name -> place.get(name) == null || place.get(name).toString().isBlank() ? null
        : LABELS.get(PLACES.indexOf(name)) + " " + place.get(name)).filter(Objects::nonNull)
        .collect(Collectors.joining("，"));
  }
}
