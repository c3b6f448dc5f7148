package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** CopyObject, and what UploadPartCopy shares with it. */
final class Copies {
  private final Buckets buckets;
  private final Objects objects;
  private final Place place;

  /** The object that is copied from. */
  record Source(Bucket bucket, StoredObject object) {}

  Copies(Buckets buckets, Objects objects, Place place) {
    this.buckets = buckets;
    this.objects = objects;
    this.place = place;
  }

  Answer copyObject(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    WriteCondition condition = WriteCondition.of(call, bucket.find(call.key()));
    Source source = source(call);
    StoredObject original = source.object();
    if (original.size() > Objects.LARGEST_PUT) {
      throw S3Failure.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source:"
              + " 5368709120");
    }
    boolean replaced = directive(call, "x-amz-metadata-directive");
    Map<String, String> storing = ObjectHeaders.storing(call, place.region(), place.account());
    refuseCopyOntoItself(call, source, replaced);
    Map<String, String> headers = replaced ? ObjectHeaders.describing(call) : kept(original);
    headers.putAll(storing);
    Map<String, String> tags =
        directive(call, "x-amz-tagging-directive")
            ? Tags.ofHeader(call.header("x-amz-tagging"))
            : original.tags();
    NewData data =
        NewData.copy(
            bucket,
            source.bucket().files().data(original.data()),
            new ByteRange(0, original.size() - 1),
            algorithm(call.header("x-amz-checksum-algorithm"), original));
    return data.orDiscard(
        digests -> {
          StoredObject copy = objects.whole(call.key(), data.name(), digests, headers, tags);
          bucket.commit(copy, condition);
          return answer(copy);
        });
  }

  private static Answer answer(StoredObject copy) {
    Answer answer =
        XmlOut.answer(
            "CopyObjectResult",
            xml -> {
              xml.text("LastModified", Texts.xmlDate(copy.modified()));
              xml.text("ETag", copy.quotedEtag());
              checksums(xml, copy.checksums());
              xml.text("ChecksumType", copy.checksumType());
            });
    for (Map.Entry<String, String> one : ObjectHeaders.ofAnswer(copy.headers()).entrySet()) {
      answer = answer.with(one.getKey(), one.getValue());
    }
    return answer;
  }

  static void checksums(XmlOut xml, Map<String, String> checksums) {
    checksums.forEach((name, value) -> xml.text(ChecksumAlgorithm.valueOf(name).element(), value));
  }

  private static Map<String, String> kept(StoredObject original) {
    Map<String, String> headers = new TreeMap<>(original.headers());
    headers.keySet().removeIf(name -> !ObjectHeaders.isDescribing(name));
    return headers;
  }

  private static boolean directive(Call call, String name) {
    String directive = call.header(name);
    if (directive == null || directive.equals("COPY")) {
      return false;
    }
    if (directive.equals("REPLACE")) {
      return true;
    }
    throw S3Failure.invalidArgument(name, directive, "Unknown metadata directive.");
  }

  private static void refuseCopyOntoItself(Call call, Source source, boolean replaced) {
    boolean itself =
        source.bucket().name().equals(call.bucket()) && source.object().key().equals(call.key());
    if (itself
        && !replaced
        && call.header(StoredObject.STORAGE_CLASS) == null
        && call.header("x-amz-server-side-encryption") == null
        && call.header("x-amz-website-redirect-location") == null) {
      throw S3Failure.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  /** The checksum of a copy: the one that is wished for, or the original's. */
  private static ChecksumAlgorithm algorithm(@Nullable String wished, StoredObject original) {
    if (wished != null) {
      return ChecksumAlgorithm.of(wished);
    }
    return original.checksumNames().stream()
        .findFirst()
        .map(ChecksumAlgorithm::valueOf)
        .orElse(ChecksumAlgorithm.CRC64NVME);
  }

  /** The source of a copy, which must be there and fulfil the conditions on it. */
  Source source(Call call) {
    String header = String.valueOf(call.header("x-amz-copy-source"));
    String withoutVersion = header.replaceFirst("\\?versionId=null$", "");
    if (withoutVersion.contains("?versionId=")) {
      throw S3Failure.invalidArgument("versionId", header, "Invalid version id specified");
    }
    String decoded = Texts.decode(withoutVersion);
    String path = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw S3Failure.invalidArgument(
          "x-amz-copy-source",
          header,
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    Bucket bucket = buckets.get(path.substring(0, slash));
    buckets.requireOwner(call.header("x-amz-source-expected-bucket-owner"));
    StoredObject object = bucket.get(path.substring(slash + 1));
    if (ReadCondition.of(call, "x-amz-copy-source-").isNotModified(object)) {
      throw S3Failure.preconditionFailed("x-amz-copy-source-If-None-Match");
    }
    return new Source(bucket, object);
  }
}
