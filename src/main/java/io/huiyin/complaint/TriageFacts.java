package io.huiyin.complaint;

/**
 * What the record knows that the triage tables ask for beside the registration itself.
 *
 * @param repeat             same customer, same category or product, within 12 months [001; window ours]
 * @param issuePointCount30d complaints of the same issue point in the last 30 days, this one included [003]
 */
public record TriageFacts(boolean repeat, int issuePointCount30d) {
}
