package io.huiyin.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.springframework.stereotype.Component;

/**
 * Time stamps of an authority by RFC 3161. The imprint is the root itself, so that {@code openssl ts -verify -digest} can
 * check a token without this program.
 */
@Component
class TimeStamps {

  private static final int OK = 200;
  /** Answers are a few kilobytes. */
  private static final int LIMIT = 1024 * 1024;
  /** The authority's clock may go behind ours by so much. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final TimeStampSettings settings;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SecureRandom random = new SecureRandom();

  TimeStamps(TimeStampSettings settings) {
    this.settings = settings;
  }

  boolean isOn() {
    return settings.isOn();
  }

  /**
   * Asks for a time stamp on a root and checks it.
   *
   * @return the token in DER
   * @throws UncheckedIOException  if the authority does not answer
   * @throws IllegalStateException if it refuses, or its answer does not hold
   */
  byte[] request(DailyRoot root) {
    try {
      var generator = new TimeStampRequestGenerator();
      generator.setCertReq(true);
      var request = generator.generate(TSPAlgorithms.SHA256, HexFormat.of().parseHex(root.root()),
          new BigInteger(64, random));
      var response = new TimeStampResponse(send(request.getEncoded()));
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw new IllegalStateException("时间戳机构拒绝了 " + root.day() + " 的请求，状态 " + response.getStatus());
      }
      var token = response.getTimeStampToken().getEncoded();
      finding(root, token).ifPresent(finding -> {
        throw new IllegalStateException(finding);
      });
      return token;
    } catch (TSPException e) {
      throw new IllegalStateException("时间戳机构对 " + root.day() + " 的答复不符合 RFC 3161：" + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("时间戳机构没有答复 (huiyin.archive.time-stamp.url)", e);
    }
  }

  private byte[] send(byte[] request) throws IOException {
    try {
      var answer = http.send(HttpRequest.newBuilder(URI.create(settings.url())).timeout(settings.timeout())
          .header("Content-Type", "application/timestamp-query").header("Accept", "application/timestamp-reply")
          .POST(HttpRequest.BodyPublishers.ofByteArray(request)).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        var bytes = body.readNBytes(LIMIT);
        if (answer.statusCode() != OK) {
          throw new IOException("HTTP status " + answer.statusCode());
        }
        return bytes;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What is wrong with a root's token, in Chinese. Whether its authority is trusted is known only where one is set. */
  Optional<String> finding(DailyRoot root, byte[] bytes) {
    try {
      var token = token(bytes);
      if (!Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), HexFormat.of().parseHex(root.root()))) {
        return Optional.of(root.day() + " 的时间戳不是这个根的");
      }
      var signer = signer(token);
      if (signer.isEmpty()) {
        return Optional.of(root.day() + " 的时间戳里没有签名者的证书");
      }
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer.get()));
      if (settings.isOn() && !isTrusted(token, signer.get())) {
        return Optional.of(root.day() + " 的时间戳不是所信任的机构签发的");
      }
      if (time(token).isBefore(root.sealedAt().minus(CLOCKS_DIFFER))) {
        return Optional.of(root.day() + " 的时间戳早于存证的时间");
      }
      return Optional.empty();
    } catch (TSPException | CMSException | IOException | OperatorCreationException | GeneralSecurityException
        | RuntimeException e) {
      return Optional.of(root.day() + " 的时间戳无效：内容或签名被改动");
    }
  }

  /** When the authority put its stamp on. */
  static Optional<Instant> time(byte[] token) {
    try {
      return Optional.of(time(token(token)));
    } catch (CMSException | TSPException | IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Instant time(TimeStampToken token) {
    return token.getTimeStampInfo().getGenTime().toInstant();
  }

  private static TimeStampToken token(byte[] bytes) throws CMSException, TSPException, IOException {
    var token = new TimeStampToken(new CMSSignedData(bytes));
    // a reader of DER may pass over bytes that say nothing; none is passed over here
    if (!Arrays.equals(token.getEncoded(), bytes)) {
      throw new IOException("not the token's own bytes");
    }
    return token;
  }

  private static Optional<X509CertificateHolder> signer(TimeStampToken token) {
    return token.getCertificates().getMatches(token.getSID()).stream().map(X509CertificateHolder.class::cast).findFirst();
  }

  private boolean isTrusted(TimeStampToken token, X509CertificateHolder holder)
      throws GeneralSecurityException, IOException {
    var converter = new JcaX509CertificateConverter();
    var signer = converter.getCertificate(holder);
    var trusted = trusted();
    if (trusted.contains(signer)) {
      return true;
    }
    var sent = new ArrayList<X509Certificate>();
    for (var one : token.getCertificates().getMatches(null)) {
      sent.add(converter.getCertificate((X509CertificateHolder) one));
    }
    var target = new X509CertSelector();
    target.setCertificate(signer);
    Set<TrustAnchor> anchors = trusted.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
    var path = new PKIXBuilderParameters(anchors, target);
    path.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
    path.setRevocationEnabled(false);
    path.setDate(Date.from(time(token)));
    try {
      CertPathBuilder.getInstance("PKIX").build(path);
      return true;
    } catch (java.security.cert.CertPathBuilderException e) {
      return false;
    }
  }

  private List<X509Certificate> trusted() throws GeneralSecurityException, IOException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(settings.certificate()))).stream()
        .map(X509Certificate.class::cast).toList();
  }
}
