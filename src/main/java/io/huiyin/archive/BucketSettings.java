package io.huiyin.archive;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code huiyin.archive.s3}: evidence in a bucket of an S3-compatible store instead of the evidence directory,
 * through which it still comes in. Used when a bucket is named.
 *
 * @param bucket    must exist; for evidence alone, not readable by the public, encrypted by the store
 * @param endpoint  address of the store, such as {@code https://oss.example:9000}; without one it is AWS itself
 * @param region    as the store calls it; many take any
 * @param accessKey of an account that may read, write, delete and list the objects of the bucket
 * @param secretKey of the same account
 * @param pathStyle bucket in the path of the address, not in its host name; stores of one's own mostly need it
 */
@ConfigurationProperties("huiyin.archive.s3")
record BucketSettings(
    @DefaultValue("") String bucket, URI endpoint, @DefaultValue("us-east-1") String region,
    @DefaultValue("") String accessKey, @DefaultValue("") String secretKey, @DefaultValue("true") boolean pathStyle) {

  BucketSettings {
    if (!bucket.isBlank() && (accessKey.isBlank() || secretKey.isBlank())) {
      throw new IllegalArgumentException("huiyin.archive.s3.bucket 已设置，还需要 huiyin.archive.s3.access-key 和"
          + " secret-key（HUIYIN_ARCHIVE_S3_ACCESS_KEY、HUIYIN_ARCHIVE_S3_SECRET_KEY）");
    }
  }

  boolean isUsed() {
    return !bucket.isBlank();
  }

  @Override
  public String toString() {
    return "BucketSettings[" + bucket + " at " + endpoint + "]";
  }
}
