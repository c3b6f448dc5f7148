package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** ListObjects, in both versions. */
final class Listings {
  private final Buckets buckets;
  private final Place place;

  Listings(Buckets buckets, Place place) {
    this.buckets = buckets;
    this.place = place;
  }

  Answer version1(Call call) {
    Bucket bucket = buckets.of(call);
    Query query = call.query();
    String delimiter = query.text("delimiter");
    int most = query.count("max-keys");
    UnaryOperator<String> names = names(query);
    Listing page =
        Listing.of(bucket.objects(), query.text("prefix"), delimiter, query.text("marker"), most);
    return XmlOut.answer(
        "ListBucketResult",
        xml -> {
          xml.text("Name", bucket.name());
          xml.text("Prefix", names.apply(query.text("prefix")));
          xml.text("Marker", names.apply(query.text("marker")));
          if (page.truncated() && !delimiter.isEmpty()) {
            xml.text("NextMarker", names.apply(page.last()));
          }
          xml.text("MaxKeys", most);
          about(xml, query, page, names);
          contents(xml, page, names, true);
        });
  }

  Answer version2(Call call) {
    Bucket bucket = buckets.of(call);
    Query query = call.query();
    int most = query.count("max-keys");
    UnaryOperator<String> names = names(query);
    String token = query.get("continuation-token");
    String after = token == null ? query.text("start-after") : read(token);
    Listing page =
        Listing.of(bucket.objects(), query.text("prefix"), query.text("delimiter"), after, most);
    return XmlOut.answer(
        "ListBucketResult",
        xml -> {
          xml.text("Name", bucket.name());
          xml.text("Prefix", names.apply(query.text("prefix")));
          xml.text("ContinuationToken", token);
          if (page.truncated()) {
            xml.text("NextContinuationToken", token(page.last()));
          }
          if (query.has("start-after")) {
            xml.text("StartAfter", names.apply(query.text("start-after")));
          }
          xml.text("KeyCount", page.objects().size() + page.prefixes().size());
          xml.text("MaxKeys", most);
          about(xml, query, page, names);
          contents(xml, page, names, "true".equals(query.get("fetch-owner")));
        });
  }

  /** How a listing writes keys. */
  static UnaryOperator<String> names(Query query) {
    String encoding = query.get("encoding-type");
    if (encoding == null) {
      return UnaryOperator.identity();
    }
    if (!encoding.equals("url")) {
      throw S3Failure.invalidArgument(
          "encoding-type", encoding, "Invalid Encoding Method specified in Request");
    }
    return Texts::encode;
  }

  private static void about(XmlOut xml, Query query, Listing page, UnaryOperator<String> names) {
    if (!query.text("delimiter").isEmpty()) {
      xml.text("Delimiter", names.apply(query.text("delimiter")));
    }
    xml.text("EncodingType", query.get("encoding-type"));
    xml.text("IsTruncated", page.truncated());
  }

  private void contents(XmlOut xml, Listing page, UnaryOperator<String> names, boolean owner) {
    for (StoredObject object : page.objects()) {
      xml.element(
          "Contents",
          one -> {
            one.text("Key", names.apply(object.key()));
            one.text("LastModified", Texts.xmlDate(object.modified()));
            one.text("ETag", object.quotedEtag());
            object.checksumNames().forEach(name -> one.text("ChecksumAlgorithm", name));
            one.text("ChecksumType", object.checksumType());
            one.text("Size", object.size());
            if (owner) {
              one.element("Owner", is -> is.text("ID", place.owner()));
            }
            one.text("StorageClass", object.storageClass());
          });
    }
    for (String prefix : page.prefixes()) {
      xml.element("CommonPrefixes", one -> one.text("Prefix", names.apply(prefix)));
    }
  }

  private static String token(String last) {
    byte[] text = ("1" + last).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(mixed(text));
  }

  private static String read(String token) {
    try {
      String text = new String(mixed(Base64.getDecoder().decode(token)), StandardCharsets.UTF_8);
      if (text.startsWith("1")) {
        return text.substring(1);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw S3Failure.invalidArgument(
        "continuation-token", token, "The continuation token provided is incorrect");
  }

  /** So that nobody takes a token for a key. */
  private static byte[] mixed(byte[] bytes) {
    byte[] mixed = bytes.clone();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] ^= (byte) (0xA7 + 31 * i);
    }
    return mixed;
  }
}
