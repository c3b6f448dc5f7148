package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in a bucket, below a prefix. Large ones are sent in parts; an object is there whole or
 * not at all. The store's time is read off the answers to other requests; S3 is asked for it only
 * when there was none of late. Thread-safe.
 */
final class S3Store implements ObjectStore {
  private static final String BYTES = "application/octet-stream";
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Uri root;
  private final S3Bucket bucket;
  private final S3Presigning presigning;

  private S3Store(S3Uri root, S3Bucket bucket) {
    this.root = root;
    this.bucket = bucket;
    this.presigning = new S3Presigning(bucket);
  }

  /** The store at an address, whoever owns the bucket. */
  static S3Store at(S3Uri root, DriverContext context, AwsClients clients) {
    AwsConfig config = clients.config();
    String owner = isStaging(root.bucket(), config.staging()) ? config.account() : null;
    return new S3Store(root, new S3Bucket(root.bucket(), owner, context, clients));
  }

  private static boolean isStaging(String bucket, @Nullable String staging) {
    return staging != null
        && S3Uri.fault(staging).isEmpty()
        && S3Uri.of(staging).bucket().equals(bucket);
  }

  /** The store that holds the log and staged files. */
  static S3Store staging(DriverContext context, AwsClients clients) {
    return at(S3Uri.of(context.settings().require("staging")), context, clients);
  }

  @Override
  public String uri(String key) {
    return root.child(key).toString();
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
    String full = full(key);
    if (source.length() > S3Upload.SINGLE) {
      S3Upload upload = new S3Upload(bucket, full, source.length(), createOnly, metadata);
      return new Stored(key, source.length(), upload.send(source), metadata);
    }
    var call = bucket.call("PutObject", full, source.length());
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(full)
            .metadata(S3Metadata.write(metadata))
            .expectedBucketOwner(bucket.owner());
    if (createOnly) {
      request.ifNoneMatch("*");
    } else {
      call.repeatable();
    }
    try (SourceStreams streams = new SourceStreams(source)) {
      RequestBody body = RequestBody.fromContentProvider(streams, source.length(), BYTES);
      Instant written =
          bucket.send(
              call, request, put -> bucket.dateOf(bucket.client().putObject(put.build(), body)));
      return new Stored(key, source.length(), written, metadata);
    }
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    String full = full(key);
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(bucket.name())
            .key(full)
            .expectedBucketOwner(bucket.owner());
    if (length == 0) {
      return nothingOf(key);
    }
    if (offset > 0 || length > 0) {
      request.range("bytes=" + offset + "-" + (length > 0 ? end(offset, length) : ""));
    }
    try {
      return bucket.read(
          "GetObject",
          full,
          request,
          get -> new S3Stream(bucket.client().getObject(get.build()), uri(key)));
    } catch (AloftException e) {
      if (isBeyondTheEnd(e)) {
        return nothingOf(key);
      }
      throw e;
    }
  }

  private static long end(long offset, long length) {
    long end = offset + length - 1;
    return end < 0 ? Long.MAX_VALUE : end;
  }

  private static boolean isBeyondTheEnd(AloftException error) {
    return error.getCause() instanceof software.amazon.awssdk.core.exception.SdkServiceException e
        && e.statusCode() == RANGE_NOT_SATISFIABLE;
  }

  private InputStream nothingOf(String key) {
    if (head(key).isEmpty()) {
      throw AloftException.of(ErrorCode.NOT_FOUND, "there is nothing at " + uri(key))
          .resource(uri(key))
          .build();
    }
    return new ByteArrayInputStream(new byte[0]);
  }

  @Override
  public Optional<Stored> head(String key) {
    return bucket
        .head(full(key))
        .map(
            found ->
                new Stored(
                    key,
                    found.contentLength(),
                    found.lastModified(),
                    S3Metadata.read(found.metadata())));
  }

  @Override
  public void delete(String key) {
    String full = full(key);
    DeleteObjectRequest.Builder request =
        DeleteObjectRequest.builder()
            .bucket(bucket.name())
            .key(full)
            .expectedBucketOwner(bucket.owner());
    bucket.read(
        "DeleteObject", full, request, delete -> bucket.client().deleteObject(delete.build()));
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    String full = fullPrefix(prefix);
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(full)
            .continuationToken(cursor)
            .expectedBucketOwner(bucket.owner());
    ListObjectsV2Response page =
        bucket.read(
            "ListObjectsV2", full, request, list -> bucket.client().listObjectsV2(list.build()));
    List<Stored> items =
        page.contents().stream()
            .filter(item -> !item.key().endsWith("/")) // what the console shows as a folder
            .map(this::stored)
            .toList();
    return new Page<>(
        items, Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null);
  }

  private Stored stored(S3Object item) {
    String key = root.key().isEmpty() ? item.key() : item.key().substring(root.key().length() + 1);
    return new Stored(key, item.size(), item.lastModified(), Map.of());
  }

  @Override
  public Stored copy(String from, String to) {
    return new S3Copy(bucket).copy(full(from), full(to), to);
  }

  @Override
  public void dropUnfinished(String prefix, Instant before) {
    new S3Multipart(bucket)
        .abortAll(fullPrefix(prefix), upload -> upload.initiated().isBefore(before));
  }

  @Override
  public Instant time() {
    return bucket.time().orElseGet(this::askedTime);
  }

  private Instant askedTime() {
    HeadBucketRequest.Builder request =
        HeadBucketRequest.builder().bucket(bucket.name()).expectedBucketOwner(bucket.owner());
    return bucket.read(
        "HeadBucket", "", request, head -> bucket.dateOf(bucket.client().headBucket(head.build())));
  }

  @Override
  public Optional<URI> presign(String key, String method, Duration validity) {
    try {
      return presigning.presign(full(key), method, validity).map(S3Store::uriOf);
    } catch (software.amazon.awssdk.core.exception.SdkException e) {
      throw AwsErrors.translate(e, "presign", uri(key), bucket.clients().config().region());
    }
  }

  private static URI uriOf(java.net.URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private String fullPrefix(String prefix) {
    return root.key().isEmpty() ? prefix : root.key() + "/" + prefix;
  }

  private String full(String key) {
    return root.child(key).key();
  }
}
