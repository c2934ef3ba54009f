package io.huiyin.flow.engine;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings {@code huiyin.models}.
 *
 * @param dir a directory with {@code processes/} and {@code forms/} whose files replace or add to the shipped ones, or
 *            {@code null}; read at start-up
 */
@ConfigurationProperties("huiyin.models")
record ModelSettings(Path dir) {
}
