package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;

/**
 * Evidence came into a case file, whether the case runs or is filed. Published in the transaction that adds it.
 *
 * @param addedBy user id
 */
public record EvidenceAdded(ComplaintNumber number, String addedBy) {
}
