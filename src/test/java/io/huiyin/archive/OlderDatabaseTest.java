package io.huiyin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.archive.OlderDatabaseTest.OwnCluster;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** Somebody stops the database, puts a copy of its files of some days ago in their place, and starts it again. */
@SpringJUnitConfig({ArchiveContext.class, OwnCluster.class})
@Import(SealedCase.class)
@DirtiesContext // its server ends with it
class OlderDatabaseTest {

  @Autowired SealedCase sealed;
  @Autowired OwnCluster cluster;

  @Test
  void isNamedByTheServiceAndInWhatIsTakenOutOfIt() throws IOException {
    sealed.with("外壳破裂", "张三的检测报告.txt");
    cluster.copy();
    sealed.append("客户第二次投诉，情况属实");
    var later = sealed.seal();
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();

    cluster.putBackTheCopy();
    assertThat(sealed.audit.verify(sealed.number).entries()).as("older, and right in itself").isEqualTo(4);
    assertThat(sealed.audit.verify(sealed.number).intact()).isTrue();
    var finding = "存证文件中有 " + later + " 的根，数据库中没有：数据库可能被换成了旧的";
    assertThat(sealed.serviceFindings()).containsExactly(finding);
    assertThat(sealed.roots().verify()).containsExactly(finding);
    assertThat(sealed.offlineFindings()).containsExactly(
        "另存的存证文件中有 " + later + " 的根，包导出在后却没有：数据库可能被换成了旧的");

    sealed.append("客户表示满意");
    sealed.day = sealed.seal();
    assertThat(sealed.serviceFindings()).as("the next night covers nothing up").containsExactly(finding);
    assertThat(sealed.roots().verify()).containsExactly(finding);
    assertThat(sealed.offlineFindings()).containsExactly("另存的存证文件中有 " + later + " 的根，包里没有");
  }

  /** A PostgreSQL of its own that can be stopped, with a root file of its own. Without a mark: no other test's scan finds it. */
  static class OwnCluster implements AutoCloseable {

    private final Path directory = Files.createTempDirectory("cluster");
    private final Path files = directory.resolve("data");
    private final Path copy = directory.resolve("copy");
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private EmbeddedPostgres server;

    OwnCluster() throws IOException {
      start();
      source.setURL(server.getJdbcUrl("postgres", "postgres"));
      Flyway.configure().dataSource(source).load().migrate();
    }

    /** No pool: no connection outlives the server. */
    @Bean
    DataSource dataSource() {
      return source;
    }

    @Bean
    ArchiveSettings archiveSettings() {
      return new ArchiveSettings(directory.resolve("evidence"), DataSize.ofMegabytes(1), directory.resolve("daily-roots.txt"));
    }

    void copy() throws IOException {
      server.close();
      FileSystemUtils.copyRecursively(files, copy);
      start();
    }

    void putBackTheCopy() throws IOException {
      server.close();
      FileSystemUtils.deleteRecursively(files);
      Files.move(copy, files);
      Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwx------")); // or PostgreSQL refuses
      start();
    }

    private void start() throws IOException {
      var builder = EmbeddedPostgres.builder().setDataDirectory(files).setCleanDataDirectory(false)
          .setLocaleConfig("locale", "C.UTF-8").setServerConfig("fsync", "off");
      if (server != null) {
        builder.setPort(server.getPort());
      }
      server = builder.start();
    }

    @Override
    public void close() throws IOException {
      server.close();
      FileSystemUtils.deleteRecursively(directory);
    }
  }
}
