package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Everything that holds for evidence in a directory holds for evidence in a bucket, and it survives the store's absence. */
@SpringJUnitConfig(EvidenceInBucketTest.Bucket.class)
class EvidenceInBucketTest extends EvidenceTest {

  // no @Configuration: the scan of the package would find it for every test
  static class Bucket {

    @Bean
    ObjectStore objectStore() throws Exception {
      return new ObjectStore();
    }

    @Bean
    @Primary
    BucketSettings bucket(ObjectStore store) {
      return store.settings();
    }
  }

  @Autowired ObjectStore store;

  @Override
  Path root() {
    return store.bucket();
  }

  @Test
  void whileTheStoreIsAwayUploadsAreRefusedAndNothingIsHalfDone() throws Exception {
    var kept = evidence.add(number, content(), "a.pdf", "OTHER", null, false, "agent1");
    var before = filesThere();
    store.stop();
    try {
      assertThatThrownBy(() -> evidence.add(number, content(), "b.pdf", "OTHER", null, false, "agent1"))
          .isInstanceOf(EvidenceUnavailable.class).hasMessageStartingWith("证据存储暂时不可用，文件没有保存；请稍后重新上传");
      assertThatThrownBy(() -> evidence.open(number, kept.id())).isInstanceOf(EvidenceUnavailable.class)
          .hasMessageStartingWith("证据存储暂时不可用，请稍后再试");
      assertThatThrownBy(() -> evidence.cleanUp()).isInstanceOf(EvidenceUnavailable.class);
      assertThat(evidence.verify(number)).containsExactly("第 1 条登记的证据文件现在读不到，没有核对");
    } finally {
      store.start();
    }
    assertThat(filesThere()).isEqualTo(before);
    assertThat(evidence.list(number)).containsExactly(kept);
    assertThat(archives.entries(number)).hasSize(1);
    assertThat(evidence.verify(number)).isEmpty();
  }

  @Test
  void whatWasTakenForUnusedBeforeItsRecordIsSentAgain() throws IOException {
    var file = Files.writeString(receiving.directory().resolve("c.part"), "content");
    var hash = "cd".repeat(32);
    files.sendAhead(hash, file);
    assertThat(evidence.cleanUp()).isEqualTo(1);

    files.keep(hash, file);

    assertThat(files.open(hash)).hasContent("content");
    files.remove(hash);
    Files.delete(file);
  }

  @Test
  void aWrongKeyOrBucketIsRefusedLikeAStoreThatIsAway() {
    for (var settings : new BucketSettings[] {store.settings("evidence", "wrong"), store.settings("nothing", "wrong")}) {
      try (var bucket = new EvidenceBucket(settings)) {
        assertThatThrownBy(() -> bucket.open("ab".repeat(32))).isInstanceOfSatisfying(EvidenceUnavailable.class,
            unavailable -> assertThat(unavailable.isMissing()).isFalse());
        assertThatThrownBy(bucket::hashes).isInstanceOf(EvidenceUnavailable.class);
      }
    }
  }

  @Test
  void settingsWithoutKeysAreRefusedAndNeverShown() {
    assertThatThrownBy(() -> new BucketSettings("evidence", null, "us-east-1", "", "", true))
        .hasMessageContaining("HUIYIN_ARCHIVE_S3_ACCESS_KEY");
    assertThat(store.settings().toString()).doesNotContain("secret");
  }

  private static InputStream content() {
    return new ByteArrayInputStream(("%PDF-1.7\n%" + UUID.randomUUID() + "\n%%EOF\n").getBytes(ISO_8859_1));
  }
}
