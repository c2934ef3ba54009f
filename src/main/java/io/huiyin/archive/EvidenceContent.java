package io.huiyin.archive;

import java.io.InputStream;

/** Evidence with its bytes; whoever opened it closes the stream. */
public record EvidenceContent(Evidence evidence, InputStream stream) {
}
