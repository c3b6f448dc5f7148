package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.EncryptionSpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that resources name; they are told, and nothing is encrypted. Stateless. */
final class EncryptionKeys {
  private static final Pattern KEY =
      Pattern.compile("projects/[^/]+/locations/([^/]+)/keyRings/[^/]+/cryptoKeys/[^/]+");

  private EncryptionKeys() {}

  /**
   * Refuses a key that is none, or is somewhere else.
   *
   * @param path of the resource in the request
   */
  static void check(Cloud cloud, EncryptionSpec spec, String path) {
    String key = spec.getKmsKeyName();
    Matcher name = KEY.matcher(key);
    String field = path + ".encryption_spec.kms_key_name";
    if (!key.isEmpty() && !name.matches()) {
      FieldErrors.refuse(
          field,
          "'"
              + key
              + "' is no key such as projects/{project}/locations/{location}/keyRings/{ring}"
              + "/cryptoKeys/{key}.");
    }
    if (!key.isEmpty() && !name.group(1).equals(cloud.location())) {
      FieldErrors.refuse(
          field, "The key is not in the region of the resource, " + cloud.location() + ".");
    }
  }
}
