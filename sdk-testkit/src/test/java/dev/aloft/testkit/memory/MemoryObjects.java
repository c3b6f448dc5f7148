package dev.aloft.testkit.memory;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cloud's objects under one root. */
final class MemoryObjects implements ObjectStore {
  private static final int PAGE = 20;

  private final Site site;
  private final String root;

  MemoryObjects(Site site, String root) {
    this.site = site;
    this.root = root.endsWith("/") ? root : root + "/";
  }

  @Override
  public String uri(String key) {
    return root + key;
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
    byte[] bytes = read(source);
    return site.write("PutObject", key, cloud -> put(cloud, key, bytes, createOnly, metadata));
  }

  private Stored put(
      Cloud cloud, String key, byte[] bytes, boolean createOnly, Map<String, String> metadata) {
    if (createOnly && cloud.objects.containsKey(uri(key))) {
      throw site.error(ErrorCode.ALREADY_EXISTS, uri(key) + " exists");
    }
    CloudObject object = new CloudObject(bytes, site.now(), metadata);
    cloud.objects.put(uri(key), object);
    return stored(key, object);
  }

  private static byte[] read(Source source) {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    byte[] bytes = site.read("GetObject", key, cloud -> require(cloud, key).bytes());
    int from = (int) Math.min(offset, bytes.length);
    int room = bytes.length - from;
    return new ByteArrayInputStream(bytes, from, length < 0 ? room : (int) Math.min(length, room));
  }

  private CloudObject require(Cloud cloud, String key) {
    CloudObject object = cloud.objects.get(uri(key));
    if (object == null) {
      throw site.error(ErrorCode.NOT_FOUND, uri(key) + " does not exist");
    }
    return object;
  }

  @Override
  public Optional<Stored> head(String key) {
    return site.read(
        "HeadObject",
        key,
        cloud ->
            Optional.ofNullable(cloud.objects.get(uri(key))).map(object -> stored(key, object)));
  }

  @Override
  public void delete(String key) {
    site.rewrite("DeleteObject", key, cloud -> cloud.objects.remove(uri(key)) != null);
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    return site.read("ListObjects", prefix, cloud -> list(cloud, prefix, cursor));
  }

  private Page<Stored> list(Cloud cloud, String prefix, @Nullable String cursor) {
    List<Stored> found = new ArrayList<>();
    String after = cursor == null ? uri(prefix) : cursor;
    for (Map.Entry<String, CloudObject> entry :
        cloud.objects.tailMap(after, cursor == null).entrySet()) {
      if (!entry.getKey().startsWith(uri(prefix))) {
        break;
      }
      if (found.size() == PAGE) {
        return new Page<>(found, uri(found.get(PAGE - 1).key()));
      }
      found.add(stored(entry.getKey().substring(root.length()), entry.getValue()));
    }
    return Page.last(found);
  }

  @Override
  public Stored copy(String from, String to) {
    return site.rewrite(
        "CopyObject",
        to,
        cloud -> {
          CloudObject object = require(cloud, from);
          return put(cloud, to, object.bytes(), false, object.metadata());
        });
  }

  @Override
  public Instant time() {
    return site.read("GetTime", "", cloud -> site.now());
  }

  private static Stored stored(String key, CloudObject object) {
    return new Stored(key, object.bytes().length, object.modified(), object.metadata());
  }
}
