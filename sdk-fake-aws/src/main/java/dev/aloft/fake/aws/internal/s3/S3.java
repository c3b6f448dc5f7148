package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Request;
import dev.aloft.fake.store.KeyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An S3 in a directory: buckets and objects survive it, and are there again when it is opened once
 * more. Bodies are checked against all that requests say about them; signatures are taken as they
 * come, for nobody's secrets are known here. Thread-safe.
 */
public final class S3 {
  private static final String UNKNOWN = "UnknownOperation";
  private static final Set<String> ANYWHERE =
      Set.of("ListBuckets", "CreateBucket", "GetBucketLocation");

  private final Buckets buckets;
  private final Place place;
  private final Objects objects;
  private final Presigned presigned = new Presigned(Clock.systemUTC());
  private final Map<String, Handler> handlers = new TreeMap<>();

  /** Opens what a directory holds. */
  public S3(Path directory, String region, String account, FakeClock clock) throws IOException {
    this.place = new Place(region, account, clock);
    this.buckets = new Buckets(directory, account);
    this.objects = new Objects(buckets, place);
    Copies copies = new Copies(buckets, objects, place);
    serveBuckets(new BucketCalls(buckets, place), new Listings(buckets, place));
    serveObjects(copies, new Tags(buckets));
    serveUploads(new Multiparts(buckets, copies, place), new UploadListings(buckets, place));
  }

  private void serveBuckets(BucketCalls calls, Listings listings) {
    handlers.put("ListBuckets", calls::list);
    handlers.put("CreateBucket", calls::create);
    handlers.put("HeadBucket", calls::head);
    handlers.put("DeleteBucket", calls::delete);
    handlers.put("GetBucketLocation", calls::location);
    handlers.put("GetBucketVersioning", calls::versioning);
    handlers.put("ListObjects", listings::version1);
    handlers.put("ListObjectsV2", listings::version2);
  }

  private void serveObjects(Copies copies, Tags tags) {
    handlers.put("PutObject", objects::put);
    handlers.put("GetObject", objects::get);
    handlers.put("HeadObject", objects::get);
    handlers.put("DeleteObject", objects::delete);
    handlers.put("DeleteObjects", objects::deleteMany);
    handlers.put("CopyObject", copies::copyObject);
    handlers.put("GetObjectTagging", tags::get);
    handlers.put("PutObjectTagging", tags::put);
    handlers.put("DeleteObjectTagging", tags::delete);
  }

  private void serveUploads(Multiparts uploads, UploadListings listings) {
    handlers.put("CreateMultipartUpload", uploads::create);
    handlers.put("UploadPart", uploads::uploadPart);
    handlers.put("UploadPartCopy", uploads::uploadPartCopy);
    handlers.put("CompleteMultipartUpload", new Completion(buckets)::complete);
    handlers.put("AbortMultipartUpload", uploads::abort);
    handlers.put("ListParts", listings::parts);
    handlers.put("ListMultipartUploads", listings::uploads);
  }

  /** The operation that a request asks for. */
  public String operation(Request request) {
    try {
      Route route = Route.of(Call.of(request));
      return route == null ? UNKNOWN : route.operation();
    } catch (S3Failure e) {
      return UNKNOWN;
    }
  }

  /** What a policy must allow for a request. */
  public List<String> actions(Request request) {
    try {
      Call call = Call.of(request);
      Route route = Route.of(call);
      return route == null ? List.of() : route.actions(call);
    } catch (S3Failure e) {
      return List.of();
    }
  }

  /**
   * Answers a request.
   *
   * @param region the region whose address it was sent to, as its signature says
   * @throws S3Failure when that is the answer, to be written by {@link #failure}
   */
  public Answer answer(Request request, String region) throws IOException {
    Call call = Call.of(request);
    presigned.check(call);
    Route route = Route.of(call);
    if (route == null) {
      throw new S3Failure(
              405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
          .with("Method", request.method())
          .with("ResourceType", call.key().isEmpty() ? "BUCKET" : "OBJECT");
    }
    Handler handler = handlers.get(route.operation());
    if (handler == null) {
      throw S3Failure.notImplemented(route.operation());
    }
    if (!ANYWHERE.contains(route.operation())) {
      requireRegion(call.bucket(), region);
    }
    return handler.handle(call.at(region)).with("Date", Texts.httpDate(place.clock().realNow()));
  }

  private void requireRegion(String name, String region) {
    Bucket bucket = buckets.find(name);
    if (bucket != null && !bucket.about().region().equals(region)) {
      throw new S3Failure(
              301,
              "PermanentRedirect",
              "The bucket you are attempting to access must be addressed using the specified"
                  + " endpoint. Please send all future requests to this endpoint.")
          .with("Endpoint", name + ".s3." + bucket.about().region() + ".amazonaws.com")
          .with("Bucket", name);
    }
  }

  /** Writes an error. */
  public Answer failure(
      int status,
      String code,
      String message,
      Map<String, String> details,
      String resource,
      String requestId) {
    Answer answer =
        XmlOut.error(
                status,
                xml -> {
                  xml.text("Code", code);
                  xml.text("Message", message);
                  details.forEach(xml::text);
                  xml.text("Resource", resource);
                  xml.text("RequestId", requestId);
                  xml.text("HostId", requestId);
                })
            .with("Date", Texts.httpDate(place.clock().realNow()));
    if (code.equals("PermanentRedirect")) {
      Bucket bucket = buckets.get(details.getOrDefault("Bucket", ""));
      return answer.with("x-amz-bucket-region", bucket.about().region());
    }
    String size = details.get("ActualObjectSize");
    return size == null ? answer : answer.with("Content-Range", "bytes */" + size);
  }

  /** Whether a bucket exists. */
  public boolean hasBucket(String bucket) {
    return buckets.find(bucket) != null;
  }

  /** Where a bucket is; empty when there is none. */
  public Optional<String> region(String bucket) {
    return Optional.ofNullable(buckets.find(bucket)).map(found -> found.about().region());
  }

  /** Makes a bucket; fine when it is there. */
  public void create(String bucket) {
    try {
      buckets.create(bucket, place.now(), place.region());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys of a bucket that start with a text, in the order of their bytes. */
  public List<String> keys(String bucket, String prefix) {
    NavigableMap<String, StoredObject> all = buckets.get(bucket).objects();
    String end = KeyOrder.after(prefix);
    return List.copyOf(
        (end == null ? all.tailMap(prefix, true) : all.subMap(prefix, true, end, false)).keySet());
  }

  /**
   * A file that holds an object's bytes, not to be changed, and to be read soon: it stays for half
   * a minute when the object goes.
   */
  public Optional<Path> file(String bucket, String key) {
    Bucket found = buckets.get(bucket);
    StoredObject object = found.find(key);
    return object == null ? Optional.empty() : Optional.of(found.files().data(object.data()));
  }

  /** Stores a file's bytes. */
  public void put(String bucket, String key, Path file) throws IOException {
    Bucket found = buckets.get(bucket);
    ByteRange all = new ByteRange(0, Files.size(file) - 1);
    NewData data = NewData.copy(found, file, all, ChecksumAlgorithm.CRC64NVME);
    data.orDiscard(
        digests -> {
          Map<String, String> headers =
              Map.of(
                  "content-type", "binary/octet-stream", "x-amz-server-side-encryption", "AES256");
          StoredObject object = objects.whole(key, data.name(), digests, headers, Map.of());
          found.commit(object, WriteCondition.NONE);
          return object;
        });
  }

  /** Removes an object; fine when there is none. */
  public void delete(String bucket, String key) {
    try {
      buckets.get(bucket).remove(key, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
