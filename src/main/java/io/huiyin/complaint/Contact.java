package io.huiyin.complaint;

import java.time.Instant;

/** A communication record (客户沟通记录). [001] */
public record Contact(Instant at, Direction direction, Channel channel, String summary, String recordedBy) {
}
