package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import dev.aloft.fake.store.KeyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** ListParts and ListMultipartUploads. */
final class UploadListings {
  private static final Comparator<Upload> ORDER =
      Comparator.comparing((Upload upload) -> upload.start().key(), KeyOrder.BYTES)
          .thenComparing(upload -> upload.start().initiated())
          .thenComparing(Upload::id);

  private final Buckets buckets;
  private final Place place;

  UploadListings(Buckets buckets, Place place) {
    this.buckets = buckets;
    this.place = place;
  }

  Answer parts(Call call) {
    Query query = call.query();
    Upload upload = buckets.of(call).upload(query.text("uploadId"), call.key());
    int most = query.count("max-parts");
    int marker = marker(query.text("part-number-marker"));
    List<Upload.Part> rest = List.copyOf(upload.parts().tailMap(marker + 1).values());
    List<Upload.Part> page = rest.subList(0, Math.min(most, rest.size()));
    return XmlOut.answer(
        "ListPartsResult",
        xml -> {
          UnaryOperator<String> names = Listings.names(query);
          xml.text("Bucket", call.bucket());
          xml.text("Key", names.apply(call.key()));
          xml.text("UploadId", upload.id());
          owner(xml);
          xml.text("StorageClass", storageClass(upload));
          xml.text("PartNumberMarker", marker);
          xml.text("NextPartNumberMarker", page.isEmpty() ? 0 : page.get(page.size() - 1).number());
          xml.text("MaxParts", most);
          xml.text("IsTruncated", page.size() < rest.size());
          checksum(xml, upload);
          page.forEach(part -> write(part, xml));
        });
  }

  private static int marker(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw S3Failure.invalidArgument(
          "part-number-marker",
          text,
          "Provided part-number-marker not an integer or within integer range");
    }
  }

  private static void write(Upload.Part part, XmlOut xml) {
    xml.element(
        "Part",
        one -> {
          one.text("PartNumber", part.number());
          one.text("LastModified", Texts.xmlDate(part.modified()));
          one.text("ETag", "\"" + part.etag() + "\"");
          one.text("Size", part.size());
          Copies.checksums(one, part.checksums());
        });
  }

  Answer uploads(Call call) {
    Query query = call.query();
    Bucket bucket = buckets.of(call);
    String prefix = query.text("prefix");
    String delimiter = query.text("delimiter");
    int most = query.count("max-uploads");
    List<Upload> rest =
        bucket.uploads().values().stream()
            .filter(upload -> upload.start().key().startsWith(prefix))
            .sorted(ORDER)
            .dropWhile(upload -> !isAfter(upload, bucket, query))
            .toList();
    List<Upload> page = new ArrayList<>();
    Set<String> groups = new LinkedHashSet<>();
    Upload last = null;
    boolean truncated = false;
    for (Upload upload : rest) {
      String group = Listing.group(upload.start().key(), prefix, delimiter);
      boolean known = group != null && groups.contains(group);
      if (!known && page.size() + groups.size() == most) {
        truncated = most > 0;
        break;
      }
      last = upload;
      if (group == null) {
        page.add(upload);
      } else {
        groups.add(group);
      }
    }
    return answer(query, bucket, new Page(page, groups, last, truncated, most));
  }

  private record Page(
      List<Upload> uploads,
      Set<String> groups,
      @Nullable Upload last,
      boolean truncated,
      int most) {}

  private static boolean isAfter(Upload upload, Bucket bucket, Query query) {
    String key = query.text("key-marker");
    int order = KeyOrder.BYTES.compare(upload.start().key(), key);
    Upload marker = bucket.uploads().get(query.text("upload-id-marker"));
    return order > 0
        || (order == 0 && marker != null && ORDER.compare(upload, marker) > 0)
        || key.isEmpty();
  }

  private Answer answer(Query query, Bucket bucket, Page page) {
    UnaryOperator<String> names = Listings.names(query);
    return XmlOut.answer(
        "ListMultipartUploadsResult",
        xml -> {
          xml.text("Bucket", bucket.name());
          xml.text("KeyMarker", names.apply(query.text("key-marker")));
          xml.text("UploadIdMarker", query.text("upload-id-marker"));
          if (page.truncated() && page.last() != null) {
            xml.text("NextKeyMarker", names.apply(page.last().start().key()));
            xml.text("NextUploadIdMarker", page.last().id());
          }
          xml.text("Prefix", names.apply(query.text("prefix")));
          if (query.has("delimiter")) {
            xml.text("Delimiter", names.apply(query.text("delimiter")));
          }
          xml.text("EncodingType", query.get("encoding-type"));
          xml.text("MaxUploads", page.most());
          xml.text("IsTruncated", page.truncated());
          page.uploads().forEach(upload -> write(upload, xml, names));
          page.groups()
              .forEach(
                  group ->
                      xml.element("CommonPrefixes", one -> one.text("Prefix", names.apply(group))));
        });
  }

  private void write(Upload upload, XmlOut xml, UnaryOperator<String> names) {
    xml.element(
        "Upload",
        one -> {
          one.text("Key", names.apply(upload.start().key()));
          one.text("UploadId", upload.id());
          owner(one);
          one.text("StorageClass", storageClass(upload));
          one.text("Initiated", Texts.xmlDate(upload.start().initiated()));
          checksum(one, upload);
        });
  }

  private void owner(XmlOut xml) {
    xml.element("Initiator", one -> one.text("ID", place.owner()));
    xml.element("Owner", one -> one.text("ID", place.owner()));
  }

  private static void checksum(XmlOut xml, Upload upload) {
    if (upload.start().algorithm() != null) {
      xml.text("ChecksumAlgorithm", upload.start().algorithm().name());
      xml.text("ChecksumType", upload.start().checksumType());
    }
  }

  private static String storageClass(Upload upload) {
    return upload.start().headers().getOrDefault(StoredObject.STORAGE_CLASS, "STANDARD");
  }
}
