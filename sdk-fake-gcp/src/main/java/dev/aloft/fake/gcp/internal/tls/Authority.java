package dev.aloft.fake.gcp.internal.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * An authority that is made anew for each server and signs that server's certificate, for {@code
 * localhost} and 127.0.0.1. Immutable.
 */
public final class Authority {
  private static final String NAME = "Aloft fake authority";
  private static final String SIGNED = "SHA256withECDSA";
  private static final byte[] ALGORITHM = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
  private static final Duration LATE = Duration.ofDays(1);
  private static final Duration VALID = Duration.ofDays(365);

  private final SecureRandom random = new SecureRandom();
  private final KeyPair own;
  private final KeyPair server;
  private final X509Certificate certificate;
  private final X509Certificate serverCertificate;

  private Authority(Instant now) throws GeneralSecurityException {
    own = keys();
    server = keys();
    byte[] basicAuthority = Der.sequence(Der.yes());
    byte[] signs = Der.bits(new byte[] {0x06}, 1);
    certificate =
        certificate(
            now, NAME, own, extension("2.5.29.19", basicAuthority), extension("2.5.29.15", signs));
    byte[] names =
        Der.sequence(
            Der.implicit(2, "localhost".getBytes(StandardCharsets.US_ASCII)),
            Der.implicit(7, new byte[] {127, 0, 0, 1}));
    byte[] serves = Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.1"));
    serverCertificate =
        certificate(
            now,
            "localhost",
            server,
            extension("2.5.29.17", names),
            extension("2.5.29.37", serves));
  }

  /** Makes one that is valid for a year. */
  public static Authority create() {
    try {
      return new Authority(Instant.now());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make certificates", e);
    }
  }

  /** What clients have to trust. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** What clients have to trust, as PEM. */
  public String pem() {
    try {
      byte[] bytes = certificate.getEncoded();
      String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
      return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of our own cannot be written", e);
    }
  }

  /** The certificate that the server shows. */
  public X509Certificate serverCertificate() {
    return serverCertificate;
  }

  /** Its key. */
  public PrivateKey serverKey() {
    return server.getPrivate();
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate certificate(
      Instant now, String subject, KeyPair keys, byte[]... extensions)
      throws GeneralSecurityException {
    byte[] body =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(120, random).setBit(120)),
            ALGORITHM,
            name(NAME),
            Der.sequence(Der.time(now.minus(LATE)), Der.time(now.plus(VALID))),
            name(subject),
            keys.getPublic().getEncoded(),
            Der.explicit(3, Der.sequence(extensions)));
    Signature signature = Signature.getInstance(SIGNED);
    signature.initSign(own.getPrivate());
    signature.update(body);
    byte[] whole = Der.sequence(body, ALGORITHM, Der.bits(signature.sign(), 0));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] name(String common) {
    return Der.sequence(Der.set(Der.sequence(Der.identifier("2.5.4.3"), Der.text(common))));
  }

  private static byte[] extension(String identifier, byte[] value) {
    return Der.sequence(Der.identifier(identifier), Der.yes(), Der.octets(value));
  }
}
