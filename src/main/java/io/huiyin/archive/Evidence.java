package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;
import java.util.UUID;

/**
 * One piece of evidence of a case, without its bytes.
 *
 * @param hash             hex SHA-256 of the bytes
 * @param size             in bytes
 * @param mediaType        found from the content, not from what the sender claimed
 * @param fileName         as uploaded; may hold personal data
 * @param kind             code of the required document that it is ({@code TEST_REPORT}, …), or any other code
 * @param note             in the uploader's words, or {@code null}; may hold personal data
 * @param recordingConsent the customer agreed to the recording [000]
 * @param thumbnail        there is a small picture of it, see {@link EvidenceStore#openThumbnail}
 */
public record Evidence(
    UUID id, ComplaintNumber number, String hash, long size, String mediaType, String fileName, String kind,
    String note, boolean recordingConsent, boolean thumbnail, String addedBy, Instant addedAt) {

  @Override
  public String toString() {
    return "Evidence[" + id + "]";
  }
}
