package io.huiyin.archive;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class EvidenceConfiguration {

  @Bean
  EvidenceBytes evidenceBytes(ArchiveSettings archive, BucketSettings bucket) {
    return bucket.isUsed() ? new EvidenceBucket(bucket) : new EvidenceDirectory(archive.evidenceDir());
  }
}
