package dev.aloft.internal.staging;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.internal.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Data in a store that the provider cannot read. Thread-safe. */
final class RemoteData {
  private final Function<String, ObjectStore> stores;
  private final long limit;

  RemoteData(Function<String, ObjectStore> stores, long limit) {
    this.stores = stores;
    this.limit = limit;
  }

  /** Lists what lies there, without reading it. */
  Found find(String uri, ObjectStore target) {
    String place = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    int slash = place.lastIndexOf('/');
    if (slash <= place.indexOf("://") + 2) {
      return tree(uri, stores.apply(place), "", target);
    }
    ObjectStore store = stores.apply(place.substring(0, slash));
    String name = place.substring(slash + 1);
    Optional<Stored> single = uri.endsWith("/") ? Optional.empty() : store.head(name);
    return single.isPresent()
        ? found(uri, store, "", List.of(single.get()), false, target)
        : tree(uri, store, name + "/", target);
  }

  private Found tree(String uri, ObjectStore store, String prefix, ObjectStore target) {
    List<Stored> objects = new ArrayList<>();
    String cursor = null;
    do {
      Page<Stored> page = store.list(prefix, cursor);
      objects.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    objects.removeIf(object -> object.key().endsWith("/"));
    if (objects.isEmpty()) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "nothing lies at " + uri).build();
    }
    return found(uri, store, prefix, objects, true, target);
  }

  private Found found(
      String uri,
      ObjectStore store,
      String prefix,
      List<Stored> objects,
      boolean tree,
      ObjectStore target) {
    StringBuilder text = new StringBuilder(uri).append('\n');
    List<Content.File> files = new ArrayList<>();
    for (Stored object : objects) {
      String path = object.key().substring(prefix.length());
      text.append(path).append('\0').append(object.size()).append('\0').append(object.modified());
      text.append('\n');
      files.add(new Content.File(path, "", new Remote(store, object.key(), object.size())));
    }
    Found found = new Found(Hashing.hex(text.toString()), tree, files);
    if (found.size() > limit) {
      throw tooMuch(uri, found, target);
    }
    return found;
  }

  private AloftException tooMuch(String uri, Found found, ObjectStore target) {
    String to = target.uri("aloft/data/" + found.hash().substring(0, 16));
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            uri
                + " has "
                + found.size()
                + " bytes, lies where the work cannot read it, and the setting \"stage-limit\""
                + " lets "
                + limit
                + " through this machine: copy it, then name "
                + to
                + " as the input")
        .nextStep(NextStep.shell("copy it", CopyCommand.of(uri, to, found.tree())))
        .build();
  }

  /**
   * What was found.
   *
   * @param hash over the URI and the objects' keys, sizes and times
   * @param tree whether it is more than one object
   * @param files the objects
   */
  record Found(String hash, boolean tree, List<Content.File> files) {

    long size() {
      return files.stream().mapToLong(Content.File::size).sum();
    }
  }

  private record Remote(ObjectStore store, String key, long length) implements Source {
    @Override
    public InputStream open() throws IOException {
      return store.get(key, 0, -1);
    }
  }
}
