package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Uploads in parts: all but their completion. */
final class Multiparts {
  private final Buckets buckets;
  private final Copies copies;
  private final Place place;

  Multiparts(Buckets buckets, Copies copies, Place place) {
    this.buckets = buckets;
    this.copies = copies;
    this.place = place;
  }

  Answer create(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    String wished = call.header("x-amz-checksum-algorithm");
    ChecksumAlgorithm algorithm = wished == null ? null : ChecksumAlgorithm.of(wished);
    String type = checksumType(call, algorithm);
    Map<String, String> headers = ObjectHeaders.of(call, place.region(), place.account());
    Map<String, String> tags = Tags.ofHeader(call.header("x-amz-tagging"));
    String id = UUID.randomUUID().toString().replace("-", "");
    bucket.begin(id, new Upload.Start(call.key(), place.now(), headers, tags, algorithm, type));
    Map<String, String> told = new LinkedHashMap<>(ObjectHeaders.ofAnswer(headers));
    if (algorithm != null) {
      told.put("x-amz-checksum-algorithm", algorithm.name());
      told.put("x-amz-checksum-type", type);
    }
    return with(
        told,
        XmlOut.answer(
            "InitiateMultipartUploadResult",
            xml -> xml.text("Bucket", bucket.name()).text("Key", call.key()).text("UploadId", id)));
  }

  private static String checksumType(Call call, @Nullable ChecksumAlgorithm algorithm) {
    String wished = call.header("x-amz-checksum-type");
    boolean whole = algorithm == null || algorithm == ChecksumAlgorithm.CRC64NVME;
    if (wished == null) {
      return whole ? StoredObject.FULL_OBJECT : StoredObject.COMPOSITE;
    }
    String type = wished.toUpperCase(Locale.ROOT);
    boolean hash = algorithm == ChecksumAlgorithm.SHA1 || algorithm == ChecksumAlgorithm.SHA256;
    if (!Arrays.asList(StoredObject.FULL_OBJECT, StoredObject.COMPOSITE).contains(type)
        || algorithm == null
        || (whole && type.equals(StoredObject.COMPOSITE))
        || (hash && type.equals(StoredObject.FULL_OBJECT))) {
      throw S3Failure.invalidRequest(
          "The "
              + wished
              + " checksum type cannot be used with the "
              + (algorithm == null ? "null" : algorithm.name().toLowerCase(Locale.ROOT))
              + " checksum algorithm.");
    }
    return type;
  }

  Answer uploadPart(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    int number = PartNumbers.of(call.query().text("partNumber"));
    Upload upload = bucket.upload(call.query().text("uploadId"), call.key());
    ChecksumAlgorithm expected = upload.start().algorithm();
    Payload payload = Payload.of(call);
    // an upload that was begun without one takes what clients send by default with each part
    if (expected != null && payload.stated() != null && payload.stated() != expected) {
      throw S3Failure.invalidRequest(
          "Checksum Type mismatch occurred, expected checksum Type: "
              + expected.name().toLowerCase(Locale.ROOT)
              + ", actual checksum Type: "
              + payload.stated().name().toLowerCase(Locale.ROOT));
    }
    NewData data = NewData.receive(bucket, payload, expected, Objects.LARGEST_PUT);
    Upload.Part part = store(upload, number, data);
    Map<String, String> told =
        new LinkedHashMap<>(ObjectHeaders.ofAnswer(upload.start().headers()));
    told.put("ETag", "\"" + part.etag() + "\"");
    ChecksumAlgorithm asked = payload.stated() == null ? expected : payload.stated();
    if (asked != null) {
      told.put(asked.header(), String.valueOf(part.checksums().get(asked.name())));
    }
    return new Answer(200, told, 0, out -> {});
  }

  Answer uploadPartCopy(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    int number = PartNumbers.of(call.query().text("partNumber"));
    Upload upload = bucket.upload(call.query().text("uploadId"), call.key());
    Copies.Source source = copies.source(call);
    long size = source.object().size();
    ByteRange range = range(call.header("x-amz-copy-source-range"), size);
    ChecksumAlgorithm algorithm = upload.start().algorithm();
    NewData data =
        NewData.copy(
            bucket,
            source.bucket().files().data(source.object().data()),
            range,
            algorithm == null ? ChecksumAlgorithm.CRC64NVME : algorithm);
    Upload.Part part = store(upload, number, data);
    return with(
        ObjectHeaders.ofAnswer(upload.start().headers()),
        XmlOut.answer(
            "CopyPartResult",
            xml -> {
              xml.text("LastModified", Texts.xmlDate(part.modified()));
              xml.text("ETag", "\"" + part.etag() + "\"");
              Copies.checksums(xml, part.checksums());
            }));
  }

  private static ByteRange range(@Nullable String header, long size) {
    if (header == null) {
      return new ByteRange(0, size - 1);
    }
    if (!header.matches("bytes=\\d{1,18}-\\d{1,18}")) {
      throw S3Failure.invalidArgument(
          "x-amz-copy-source-range",
          header,
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
              + " last are the zero-based offsets of the first and last bytes to copy");
    }
    long last = Long.parseLong(header.substring(header.indexOf('-') + 1));
    ByteRange range = last >= size ? null : ByteRange.of(header, size);
    if (range == null) {
      throw S3Failure.invalidArgument(
          "x-amz-copy-source-range",
          header,
          "Range specified is not valid for source object of size: " + size);
    }
    return range;
  }

  private Upload.Part store(Upload upload, int number, NewData data) throws IOException {
    return data.orDiscard(
        digests -> {
          Upload.Part part =
              new Upload.Part(
                  number,
                  data.name(),
                  digests.size(),
                  digests.etag(),
                  place.now(),
                  digests.checksums());
          upload.put(part);
          return part;
        });
  }

  Answer abort(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    Upload upload = bucket.upload(call.query().text("uploadId"), call.key());
    upload.end();
    bucket.uploads().remove(upload.id());
    return Answer.empty(204);
  }

  private static Answer with(Map<String, String> headers, Answer answer) {
    Map<String, String> all = new TreeMap<>(answer.headers());
    all.putAll(headers);
    return new Answer(answer.status(), all, answer.length(), answer.body());
  }
}
