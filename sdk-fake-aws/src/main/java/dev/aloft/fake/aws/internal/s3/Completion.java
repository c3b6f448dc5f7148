package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The end of an upload in parts: one object of all that the caller names. */
final class Completion {
  private static final long SMALLEST_PART = 5 << 20;
  private static final int MOST_PARTS = 10_000;

  private final Buckets buckets;

  Completion(Buckets buckets) {
    this.buckets = buckets;
  }

  Answer complete(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    String id = call.query().text("uploadId");
    XmlIn wanted = XmlIn.read(Payload.smallAboutObject(call), "CompleteMultipartUpload");
    Upload upload = bucket.uploads().get(id);
    Optional<StoredObject> before = before(bucket, call, wanted);
    if (before.isPresent()) {
      return answer(call, before.get());
    }
    if (upload == null || !upload.start().key().equals(call.key())) {
      throw Upload.noSuchUpload(id);
    }
    WriteCondition condition = WriteCondition.of(call, bucket.find(call.key()));
    StoredObject object;
    synchronized (upload) {
      before = before(bucket, call, wanted);
      if (before.isPresent()) {
        return answer(call, before.get());
      }
      upload.requireOpen();
      List<Upload.Part> parts = parts(upload, wanted);
      object = join(call, bucket, upload, parts, condition);
      upload.end();
      bucket.completed(upload.id(), object);
    }
    return answer(call, object);
  }

  /**
   * What the same request has made already, for a client that has lost the answer. One with a
   * condition is held to it.
   */
  private static Optional<StoredObject> before(Bucket bucket, Call call, XmlIn wanted) {
    if (call.header("if-none-match") != null || call.header("if-match") != null) {
      return Optional.empty();
    }
    return bucket
        .completed(call.query().text("uploadId"), call.key())
        .filter(object -> isOf(object, wanted));
  }

  /** Whether an object was made of the parts that are named. */
  private static boolean isOf(StoredObject object, XmlIn wanted) {
    List<String> tags =
        wanted.all("Part").stream()
            .map(part -> part.required("ETag").replace("\"", "").trim())
            .toList();
    return tags.stream().allMatch(tag -> tag.matches("[0-9a-f]{32}"))
        && object.etag().equals(hashOfHashes(tags) + "-" + tags.size());
  }

  private static List<Upload.Part> parts(Upload upload, XmlIn wanted) {
    List<XmlIn> named = wanted.all("Part");
    if (named.isEmpty() || named.size() > MOST_PARTS) {
      throw S3Failure.malformedXml();
    }
    List<Upload.Part> parts = new ArrayList<>();
    for (XmlIn one : named) {
      Upload.Part part = part(upload, one);
      if (!parts.isEmpty() && parts.get(parts.size() - 1).number() >= part.number()) {
        throw new S3Failure(
            400,
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.");
      }
      parts.add(part);
    }
    for (Upload.Part part : parts.subList(0, parts.size() - 1)) {
      if (part.size() < SMALLEST_PART) {
        throw new S3Failure(
                400,
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size")
            .with("ProposedSize", String.valueOf(part.size()))
            .with("MinSizeAllowed", String.valueOf(SMALLEST_PART))
            .with("PartNumber", String.valueOf(part.number()))
            .with("ETag", part.etag());
      }
    }
    return parts;
  }

  private static Upload.Part part(Upload upload, XmlIn named) {
    int number;
    try {
      number = Integer.parseInt(named.required("PartNumber").trim());
    } catch (NumberFormatException e) {
      throw S3Failure.malformedXml();
    }
    String etag = named.required("ETag").replace("\"", "").trim();
    Upload.Part part = upload.parts().get(number);
    if (part == null || !part.etag().equals(etag)) {
      throw invalidPart(upload, number, etag);
    }
    ChecksumAlgorithm algorithm = upload.start().algorithm();
    for (ChecksumAlgorithm one : ChecksumAlgorithm.values()) {
      String stated = named.text(one.element());
      if (stated != null && !stated.equals(part.checksums().get(one.name()))) {
        throw invalidPart(upload, number, etag);
      }
      boolean missing = stated == null && one == algorithm;
      if (missing && upload.start().checksumType().equals(StoredObject.COMPOSITE)) {
        throw S3Failure.invalidRequest(
            "The upload was created using a "
                + one.name().toLowerCase(Locale.ROOT)
                + " checksum. The complete request must include the checksum for each part. It was"
                + " missing for part "
                + number
                + " in the request.");
      }
    }
    return part;
  }

  private static S3Failure invalidPart(Upload upload, int number, String etag) {
    return new S3Failure(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found.  The part may not have been"
                + " uploaded, or the specified entity tag may not match the part's entity tag.")
        .with("UploadId", upload.id())
        .with("PartNumber", String.valueOf(number))
        .with("ETag", etag);
  }

  private static StoredObject join(
      Call call, Bucket bucket, Upload upload, List<Upload.Part> parts, WriteCondition condition)
      throws IOException {
    Upload.Start start = upload.start();
    boolean composite = start.checksumType().equals(StoredObject.COMPOSITE);
    ChecksumAlgorithm algorithm =
        start.algorithm() == null ? ChecksumAlgorithm.CRC64NVME : start.algorithm();
    NewData data =
        NewData.concatenate(
            bucket,
            parts.stream().map(part -> bucket.files().data(part.data())).toList(),
            composite ? Set.of() : Set.of(algorithm));
    return data.orDiscard(
        digests -> {
          String checksum =
              composite
                  ? composite(algorithm, parts)
                  : Base64.getEncoder().encodeToString(digests.checksum(algorithm));
          check(call, algorithm, checksum, digests.size());
          StoredObject object =
              new StoredObject(
                  start.key(),
                  data.name(),
                  digests.size(),
                  Objects.etag(
                          hashOfHashes(parts.stream().map(Upload.Part::etag).toList()),
                          data.name(),
                          start.headers())
                      + "-"
                      + parts.size(),
                  start.initiated(),
                  start.headers(),
                  start.tags(),
                  Map.of(algorithm.name(), checksum),
                  start.checksumType(),
                  parts.stream().map(Upload.Part::size).toList());
          bucket.commit(object, condition);
          return object;
        });
  }

  private static void check(Call call, ChecksumAlgorithm algorithm, String checksum, long size) {
    String stated = call.header(algorithm.header());
    if (stated != null && !stated.equals(checksum)) {
      throw Payload.badChecksum(algorithm);
    }
    String statedSize = call.header("x-amz-mp-object-size");
    if (statedSize != null && !statedSize.trim().equals(String.valueOf(size))) {
      throw S3Failure.invalidRequest(
          "The provided 'x-amz-mp-object-size' header value "
              + statedSize
              + " does not match what was computed: "
              + size);
    }
  }

  private static String hashOfHashes(List<String> tags) {
    MessageDigest md5 = Texts.digest("MD5");
    tags.forEach(tag -> md5.update(HexFormat.of().parseHex(tag)));
    return HexFormat.of().formatHex(md5.digest());
  }

  private static String composite(ChecksumAlgorithm algorithm, List<Upload.Part> parts) {
    ChecksumAlgorithm.Running running = algorithm.start();
    for (Upload.Part part : parts) {
      byte[] one = Base64.getDecoder().decode(checksum(part, algorithm));
      running.update(one, 0, one.length);
    }
    return Base64.getEncoder().encodeToString(running.value()) + "-" + parts.size();
  }

  private static String checksum(Upload.Part part, ChecksumAlgorithm algorithm) {
    @Nullable String checksum = part.checksums().get(algorithm.name());
    if (checksum == null) {
      throw new IllegalStateException("no " + algorithm + " of part " + part.number());
    }
    return checksum;
  }

  private static Answer answer(Call call, StoredObject object) {
    Answer answer =
        XmlOut.answer(
            "CompleteMultipartUploadResult",
            xml -> {
              xml.text("Location", location(call));
              xml.text("Bucket", call.bucket());
              xml.text("Key", object.key());
              xml.text("ETag", object.quotedEtag());
              Copies.checksums(xml, object.checksums());
              xml.text("ChecksumType", object.checksumType());
            });
    for (Map.Entry<String, String> one : ObjectHeaders.ofAnswer(object.headers()).entrySet()) {
      answer = answer.with(one.getKey(), one.getValue());
    }
    return answer;
  }

  private static String location(Call call) {
    return "http://" + call.request().header("host") + call.request().path();
  }
}
