package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;
import java.util.Map;

/**
 * One entry of a case file as it stands in the ledger.
 *
 * @param sequence place in the file, from 1 without gaps
 * @param facts    the opened payload; empty when it was destroyed at the end of retention
 * @param hash     hex SHA-256 over the previous entry's hash and this entry
 */
public record Entry(
    ComplaintNumber number, int sequence, Instant at, String actor, String channel, String kind, String summary,
    Map<String, Object> facts, String hash) {
}
