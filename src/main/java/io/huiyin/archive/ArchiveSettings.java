package io.huiyin.archive;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code huiyin.archive}.
 *
 * @param evidenceDir   directory of the evidence; shared by all nodes, on an encrypted volume, part of the back-up
 * @param evidenceLimit largest file that is taken
 * @param rootFile      where the daily roots are written beside the database; copies belong on another machine
 */
@Validated
@ConfigurationProperties("huiyin.archive")
public record ArchiveSettings(
    @NotNull @DefaultValue("./data/evidence") Path evidenceDir,
    @NotNull @DefaultValue("100MB") DataSize evidenceLimit,
    @NotNull @DefaultValue("./data/daily-roots.txt") Path rootFile) {
}
