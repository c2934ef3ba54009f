package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;
import java.util.Set;
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
 * @param noConversation   whoever added it answers for it that this video holds nobody's conversation
 * @param thumbnail        there is a small picture of it, see {@link EvidenceStore#openThumbnail}
 */
public record Evidence(
    UUID id, ComplaintNumber number, String hash, long size, String mediaType, String fileName, String kind,
    String note, boolean recordingConsent, boolean noConversation, boolean thumbnail, String addedBy, Instant addedAt) {

  private static final Set<String> RECORDINGS = Set.of("RECORDING", "CALL_RECORDING");

  /** Whether a kind says by itself that it is a recording of what people said. */
  static boolean isRecording(String kind) {
    return RECORDINGS.contains(kind);
  }

  /** Whether it may hold what people said: sound, video, or what is called a recording. */
  boolean isRecording() {
    return isRecording(kind) || mediaType.startsWith("audio/") || isVideo();
  }

  /** Whether the customer agreed to it, or it needs no consent. [000] */
  boolean isAgreed() {
    return !isRecording() || recordingConsent || isVideo() && noConversation && !isRecording(kind);
  }

  private boolean isVideo() {
    return mediaType.startsWith("video/");
  }

  /** The same with a small picture. */
  Evidence withThumbnail() {
    return new Evidence(id, number, hash, size, mediaType, fileName, kind, note, recordingConsent, noConversation, true,
        addedBy, addedAt);
  }

  @Override
  public String toString() {
    return "Evidence[" + id + "]";
  }
}
