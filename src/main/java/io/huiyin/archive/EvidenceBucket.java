package io.huiyin.archive;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Evidence in a bucket of an S3-compatible store. An object appears when all of it has arrived, never in part. */
final class EvidenceBucket implements EvidenceBytes, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceBucket.class);

  private final String bucket;
  private final S3Client s3;

  EvidenceBucket(BucketSettings settings) {
    bucket = settings.bucket();
    s3 = S3Client.builder()
        .endpointOverride(settings.endpoint())
        .region(Region.of(settings.region()))
        .forcePathStyle(settings.pathStyle())
        .credentialsProvider(StaticCredentialsProvider.create(
            AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(5)).socketTimeout(Duration.ofSeconds(60)))
        // many stores do not know the checksums that AWS would add; ours is the name of the object
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .build();
    try {
      s3.headBucket(request -> request.bucket(bucket));
    } catch (SdkException | UncheckedIOException e) { // the latter when a connection is cut
      // no reason not to start: everything but evidence works without
      LOG.error("The bucket of huiyin.archive.s3 cannot be used now: {}", e.toString());
    }
  }

  @Override
  public void sendAhead(String hash, Path file) {
    put(StoredName.of(hash), file);
  }

  /** Sends what is not there yet, or was taken for unused since it was sent ahead. */
  @Override
  public void keep(String hash, Path file) {
    var name = StoredName.of(hash);
    if (!isThere(name)) {
      put(name, file);
    }
  }

  @Override
  public void keepThumbnail(String hash, Path thumbnail) {
    put(StoredName.ofThumbnail(hash), thumbnail);
  }

  private boolean isThere(String name) {
    try {
      s3.headObject(request -> request.bucket(bucket).key(name));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    } catch (SdkException | UncheckedIOException e) {
      throw EvidenceUnavailable.notKept(e);
    }
  }

  private void put(String name, Path file) {
    try {
      s3.putObject(request -> request.bucket(bucket).key(name), file);
    } catch (SdkException | UncheckedIOException e) {
      throw EvidenceUnavailable.notKept(e);
    }
  }

  @Override
  public InputStream open(String hash) {
    return get(StoredName.of(hash));
  }

  @Override
  public InputStream openThumbnail(String hash) {
    return get(StoredName.ofThumbnail(hash));
  }

  private InputStream get(String name) {
    return reached(() -> s3.getObject(request -> request.bucket(bucket).key(name)));
  }

  @Override
  public void remove(String hash) {
    reached(() -> s3.deleteObject(request -> request.bucket(bucket).key(StoredName.ofThumbnail(hash))));
    reached(() -> s3.deleteObject(request -> request.bucket(bucket).key(StoredName.of(hash))));
  }

  @Override
  public Stream<String> hashes() {
    return reached(() -> s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key).map(StoredName::hashIn).filter(hash -> hash != null));
  }

  private static <T> T reached(Supplier<T> call) {
    try {
      return call.get();
    } catch (NoSuchKeyException e) {
      throw EvidenceUnavailable.missing(e);
    } catch (SdkException | UncheckedIOException e) {
      throw EvidenceUnavailable.unreachable(e);
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
