package io.huiyin.archive;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** A real S3 server on 127.0.0.1 that checks signatures and keeps its objects as files. */
final class ObjectStore implements AutoCloseable {

  static final String BUCKET = "evidence";
  private static final String SECRET = "secret-of-the-test";

  private final Path directory;
  private int port;
  private S3Proxy server;

  ObjectStore() throws Exception {
    directory = Files.createTempDirectory("s3");
    Files.createDirectory(bucket());
    start();
  }

  /** The directory in which the objects of the bucket lie under their keys. */
  Path bucket() {
    return directory.resolve(BUCKET);
  }

  BucketSettings settings() {
    return settings(BUCKET, SECRET);
  }

  BucketSettings settings(String bucket, String secret) {
    return new BucketSettings(bucket, URI.create("http://127.0.0.1:" + port), "us-east-1", "huiyin", secret, true);
  }

  /** On the same port as before. */
  void start() throws Exception {
    var properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", directory.toString());
    properties.setProperty("jclouds.identity", "huiyin");
    properties.setProperty("jclouds.credential", SECRET);
    server = S3Proxy.builder().blobStore(BlobStores.create("filesystem-nio2", properties))
        .awsAuthentication(AuthenticationType.AWS_V4, "huiyin", SECRET)
        .endpoint(URI.create("http://127.0.0.1:" + port)).stopTimeout(0).build();
    server.start();
    port = server.getPort();
  }

  void stop() throws Exception {
    server.stop();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
