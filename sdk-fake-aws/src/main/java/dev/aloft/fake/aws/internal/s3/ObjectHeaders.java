package dev.aloft.fake.aws.internal.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers of a write that are kept with the object and told again by reads. */
final class ObjectHeaders {
  private static final List<String> KEPT =
      List.of(
          "cache-control",
          "content-disposition",
          "content-language",
          "expires",
          "x-amz-website-redirect-location");
  private static final Set<String> STORAGE_CLASSES =
      Set.of(
          "STANDARD",
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER",
          "DEEP_ARCHIVE",
          "GLACIER_IR",
          "EXPRESS_ONEZONE");
  private static final String METADATA = "x-amz-meta-";
  private static final int MOST_METADATA = 2048;
  private static final String ENCRYPTION = "x-amz-server-side-encryption";
  private static final String KMS_KEY = "x-amz-server-side-encryption-aws-kms-key-id";
  private static final String BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled";

  private ObjectHeaders() {}

  /** All of them. */
  static Map<String, String> of(Call call, String region, String account) {
    Map<String, String> kept = describing(call);
    kept.putAll(storing(call, region, account));
    return kept;
  }

  /** Those that describe the object, which a copy takes from its source. */
  static Map<String, String> describing(Call call) {
    Map<String, String> kept = new TreeMap<>();
    for (String name : KEPT) {
      String value = call.header(name);
      if (value != null) {
        kept.put(name, value);
      }
    }
    String type = call.header("content-type");
    kept.put("content-type", type == null || type.isEmpty() ? "binary/octet-stream" : type);
    String encoding = contentEncoding(call.header("content-encoding"));
    if (!encoding.isEmpty()) {
      kept.put("content-encoding", encoding);
    }
    kept.putAll(metadata(call));
    return kept;
  }

  /** Whether a kept header describes the object and not how it is stored. */
  static boolean isDescribing(String name) {
    return !name.startsWith(ENCRYPTION) && !name.equals(StoredObject.STORAGE_CLASS);
  }

  private static String contentEncoding(@Nullable String sent) {
    return sent == null
        ? ""
        : Arrays.stream(sent.split(",", -1))
            .map(String::trim)
            .filter(one -> !one.equals("aws-chunked") && !one.isEmpty())
            .collect(Collectors.joining(","));
  }

  private static Map<String, String> metadata(Call call) {
    Map<String, String> metadata = call.headers(METADATA);
    int size =
        metadata.entrySet().stream()
            .mapToInt(one -> bytes(one.getKey()) - METADATA.length() + bytes(one.getValue()))
            .sum();
    if (size > MOST_METADATA) {
      throw new S3Failure(
              400,
              "MetadataTooLarge",
              "Your metadata headers exceed the maximum allowed metadata size")
          .with("Size", String.valueOf(size))
          .with("MaxSizeAllowed", String.valueOf(MOST_METADATA));
    }
    return metadata;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Those that say how the object is stored: class and encryption. */
  static Map<String, String> storing(Call call, String region, String account) {
    Map<String, String> kept = new TreeMap<>();
    String storageClass = call.header(StoredObject.STORAGE_CLASS);
    if (storageClass != null && !STORAGE_CLASSES.contains(storageClass)) {
      throw new S3Failure(
              400, "InvalidStorageClass", "The storage class you specified is not valid")
          .with("StorageClassRequested", storageClass);
    }
    if (storageClass != null && !storageClass.equals("STANDARD")) {
      kept.put(StoredObject.STORAGE_CLASS, storageClass);
    }
    if (call.header("x-amz-server-side-encryption-customer-algorithm") != null) {
      throw S3Failure.notImplemented("encryption by the customer's keys");
    }
    kept.putAll(encryption(call, region, account));
    return kept;
  }

  private static Map<String, String> encryption(Call call, String region, String account) {
    Map<String, String> kept = new TreeMap<>();
    String encryption = call.header(ENCRYPTION);
    String key = call.header(KMS_KEY);
    boolean byKms = encryption != null && encryption.startsWith("aws:kms");
    if (encryption != null && !Set.of("AES256", "aws:kms", "aws:kms:dsse").contains(encryption)) {
      throw S3Failure.invalidArgument(
          ENCRYPTION, encryption, "The encryption method specified is not supported");
    }
    if (key != null && !byKms) {
      throw S3Failure.invalidArgument(
          ENCRYPTION,
          String.valueOf(encryption),
          "Server Side Encryption with AWS KMS managed key requires HTTP header"
              + " x-amz-server-side-encryption : aws:kms");
    }
    kept.put(ENCRYPTION, encryption == null ? "AES256" : encryption);
    if (byKms) {
      kept.put(KMS_KEY, key == null ? defaultKey(region, account) : keyArn(key, region, account));
      String bucketKey = call.header(BUCKET_KEY);
      if (bucketKey != null) {
        kept.put(BUCKET_KEY, bucketKey);
      }
    }
    return kept;
  }

  private static String keyArn(String key, String region, String account) {
    if (key.startsWith("arn:")) {
      return key;
    }
    String resource = key.startsWith("alias/") ? key : "key/" + key;
    return "arn:aws:kms:" + region + ":" + account + ":" + resource;
  }

  private static String defaultKey(String region, String account) {
    UUID id = UUID.nameUUIDFromBytes((region + account).getBytes(StandardCharsets.UTF_8));
    return keyArn(id.toString(), region, account);
  }

  /** Those that the answer to a write tells again. */
  static Map<String, String> ofAnswer(Map<String, String> kept) {
    Map<String, String> told = new TreeMap<>(kept);
    told.keySet().removeIf(name -> !name.startsWith(ENCRYPTION));
    return told;
  }

  /** Whether the tag of an object is not the hash of its bytes. */
  static boolean hidesHash(Map<String, String> kept) {
    return kept.getOrDefault(ENCRYPTION, "").startsWith("aws:kms");
  }
}
