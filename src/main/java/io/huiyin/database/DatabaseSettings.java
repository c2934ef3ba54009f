package io.huiyin.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code huiyin.database}: the embedded PostgreSQL. They mean nothing when {@code spring.datasource.url} names
 * a server.
 *
 * @param directory   where cluster, binaries and passwords are kept
 * @param port        port on 127.0.0.1; 0 = any free one
 * @param startupWait how long the server may take until it answers, crash recovery included
 * @param temporary   for tests: data live in a new directory, are not forced to disk and are deleted at the end;
 *                    {@code directory} is ignored
 */
@Validated
@ConfigurationProperties("huiyin.database")
record DatabaseSettings(
    @NotNull @DefaultValue("data/postgres") Path directory,
    @Min(0) @Max(65535) @DefaultValue("15432") int port,
    @NotNull @DefaultValue("120s") Duration startupWait,
    @DefaultValue("false") boolean temporary) {
}
