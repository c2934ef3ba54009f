package io.huiyin.complaint;

/** Who reached out. Only an outward contact stops the response clock and resets the reporting cadence. [001, ours] */
public enum Direction { OUTBOUND, INBOUND }
