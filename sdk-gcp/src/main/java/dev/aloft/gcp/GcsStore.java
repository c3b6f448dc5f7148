package dev.aloft.gcp;

import com.google.auth.Credentials;
import com.google.auth.ServiceAccountSigner;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects in a bucket of Cloud Storage, below a prefix, by its JSON API. Large ones are sent in
 * parts; an object is there whole or not at all. The store's time is read off the answers to other
 * requests; the service is asked for it only when there was none of late. Thread-safe.
 */
final class GcsStore implements ObjectStore {
  private final GcsUri root;
  private final GcsBucket bucket;
  private final GcsParts parts;

  private GcsStore(GcsUri root, GcsBucket bucket) {
    this.root = root;
    this.bucket = bucket;
    this.parts = new GcsParts(bucket, root);
  }

  /** The store at an address. */
  static GcsStore at(GcsUri root, DriverContext context, GcpClients clients) {
    return new GcsStore(root, new GcsBucket(root.bucket(), context, clients));
  }

  @Override
  public String uri(String key) {
    return root.child(key).toString();
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
    String full = full(key);
    GcsObject written =
        source.length() > GcsUpload.SINGLE
            ? new GcsUpload(bucket, parts, full, source.length(), createOnly, metadata).send(source)
            : bucket.insert(full, bytes(source, key), createOnly, metadata);
    return new Stored(key, source.length(), written.created(), metadata);
  }

  private byte[] bytes(Source source, String key) {
    try (InputStream in = source.open()) {
      byte[] bytes = in.readAllBytes();
      if (bytes.length != source.length()) {
        throw new IOException(
            "there are " + bytes.length + " of them instead of " + source.length());
      }
      return bytes;
    } catch (IOException e) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              "the bytes for " + uri(key) + " cannot be read: " + e.getMessage())
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    if (length == 0) {
      return nothingOf(key);
    }
    if (offset == 0 && length < 0) {
      return new GcsStream(bucket.read(full(key), null), uri(key));
    }
    try {
      String end = length > 0 ? Long.toString(end(offset, length)) : "";
      return bucket.read(full(key), "bytes=" + offset + "-" + end);
    } catch (AloftException e) {
      if (e.rawCode().filter(code -> code.startsWith("OUT_OF_RANGE")).isPresent()) {
        return nothingOf(key);
      }
      throw e;
    }
  }

  private static long end(long offset, long length) {
    long end = offset + length - 1;
    return end < 0 ? Long.MAX_VALUE : end;
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
    return bucket.head(full(key)).map(found -> found.stored(key));
  }

  @Override
  public void delete(String key) {
    bucket.delete(full(key));
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    GcsBucket.Listed page = bucket.list(fullPrefix(prefix), cursor);
    List<Stored> items =
        page.objects().stream()
            .filter(object -> !object.name().endsWith("/")) // what the console shows as a folder
            .filter(object -> !parts.isPart(object))
            .map(object -> object.stored(key(object.name())))
            .toList();
    return new Page<>(items, page.next());
  }

  private String key(String name) {
    return root.key().isEmpty() ? name : name.substring(root.key().length() + 1);
  }

  @Override
  public Stored copy(String from, String to) {
    return bucket.rewrite(full(from), root.bucket(), full(to), null).stored(to);
  }

  @Override
  public void dropUnfinished(String prefix, Instant before) {
    parts.drop(fullPrefix(prefix), before);
  }

  @Override
  public Instant time() {
    return bucket.time();
  }

  /** The region that the bucket lies in. */
  String location() {
    return bucket.location();
  }

  @Override
  public Optional<URI> presign(String key, String method, Duration validity) {
    try {
      Credentials signer = bucket.clients().credentials().get();
      return signer instanceof ServiceAccountSigner account
          ? Optional.of(new GcsSigning(bucket).sign(account, full(key), method, validity))
          : Optional.empty();
    } catch (IOException e) {
      throw AloftException.of(ErrorCode.UNAUTHENTICATED, "no credentials: " + e.getMessage())
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
  }

  private String fullPrefix(String prefix) {
    return root.key().isEmpty() ? prefix : root.key() + "/" + prefix;
  }

  private String full(String key) {
    return root.child(key).key();
  }
}
