package dev.aloft.gcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Credentials of a service account that nobody knows, with a key of its own. */
final class ServiceAccountFile {
  private ServiceAccountFile() {}

  static Path in(Path directory) throws IOException, GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
    String armour = "PRIVATE KEY-----";
    return Files.writeString(
        directory.resolve("account.json"),
        """
        {"type": "service_account", "project_id": "aloft-test", "private_key_id": "1",
         "private_key": "-----BEGIN %s\\n%s\\n-----END %s\\n",
         "client_email": "kit@aloft-test.iam.gserviceaccount.com", "client_id": "1",
         "token_uri": "http://localhost:1/token"}
        """
            .formatted(armour, key, armour));
  }
}
