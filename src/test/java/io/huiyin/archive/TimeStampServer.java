package io.huiyin.archive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time stamp authority (RFC 3161 over HTTP) with a certificate of its own, issued by a root of its own. */
public final class TimeStampServer {

  /** How it answers. */
  public enum Mood { GOOD, DOWN, REFUSING, OTHER_IMPRINT, TALKING_NONSENSE }

  private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final Date UNTIL = Date.from(Instant.parse("2045-01-01T00:00:00Z"));

  private final KeyPair keys = keys();
  private final X509Certificate issuer;
  private final X509Certificate certificate;
  private final HttpServer server;
  private final Path trusted;
  private final AtomicInteger serial = new AtomicInteger();
  private Mood mood = Mood.GOOD;
  private Supplier<Instant> clock = Instant::now;

  public TimeStampServer() {
    try {
      var root = keys();
      issuer = certificate("CN=Root of " + System.nanoTime(), root, root, null);
      certificate = certificate("CN=Time stamps", keys, root, issuer);
      trusted = Files.createTempFile("trusted", ".pem");
      Files.writeString(trusted, "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(issuer.getEncoded()) + "\n-----END CERTIFICATE-----\n");
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/tsa", this::answer);
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/tsa";
  }

  /** The certificate of the root that issued this authority's. */
  public Path trusted() {
    return trusted;
  }

  public void is(Mood other) {
    mood = other;
  }

  public void goesBy(Supplier<Instant> other) {
    clock = other;
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      var query = exchange.getRequestBody().readAllBytes();
      var answer = switch (mood) {
        case GOOD -> stamp(new TimeStampRequest(query));
        case OTHER_IMPRINT -> stamp(forAnotherImprint(new TimeStampRequest(query)));
        case REFUSING -> responses().generateRejectedResponse(new Exception("not today")).getEncoded();
        case TALKING_NONSENSE -> "<html>welcome</html>".getBytes();
        case DOWN -> new byte[0];
      };
      exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(mood == Mood.DOWN ? 503 : 200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private byte[] stamp(TimeStampRequest request) throws Exception {
    return responses().generate(request, BigInteger.valueOf(serial.incrementAndGet()), Date.from(clock.get())).getEncoded();
  }

  private static TimeStampRequest forAnotherImprint(TimeStampRequest request) {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(request.getMessageImprintAlgOID(), new byte[32], request.getNonce());
  }

  private TimeStampResponseGenerator responses() throws Exception {
    var tokens = new TimeStampTokenGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withRSA", keys.getPrivate(), certificate),
        new JcaDigestCalculatorProviderBuilder().build().get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
        new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"));
    tokens.addCertificates(new JcaCertStore(List.of(certificate)));
    return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
  }

  private static X509Certificate certificate(String name, KeyPair subject, KeyPair signer, X509Certificate issuer)
      throws Exception {
    var builder = new JcaX509v3CertificateBuilder(issuer == null ? new X500Name(name)
        : X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()), BigInteger.valueOf(System.nanoTime()), FROM,
        UNTIL, new X500Name(name), subject.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer == null));
    builder.addExtension(Extension.keyUsage, true,
        new KeyUsage(issuer == null ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
    if (issuer != null) {
      builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    }
    return new JcaX509CertificateConverter().getCertificate(
        builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate())));
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
