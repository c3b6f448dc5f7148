package dev.aloft.aws;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.Page;
import dev.aloft.driver.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a job has left below its address. Looks with one listing where that shows everything. */
final class TrainingOutputs {
  private static final String MODEL = "output/model/";
  private static final String DATA = "output/data/";
  private static final String CHECKPOINTS = "checkpoints/";
  private static final String METRICS = DATA + "aloft-metrics.jsonl";

  private final S3Uri place;
  private final ObjectStore store;
  private final List<String> first;
  private final boolean isAll;

  TrainingOutputs(S3Uri place, ObjectStore store) {
    this.place = place;
    this.store = store;
    Page<Stored> page = store.list("", null);
    this.first = page.items().stream().map(Stored::key).toList();
    this.isAll = page.cursor() == null;
  }

  boolean hasModelFiles() {
    return hasAny(MODEL);
  }

  /**
   * The places by their portable names.
   *
   * @param oneMachine whether the file of metrics is that of the whole job
   */
  Outputs outputs(boolean oneMachine) {
    Map<String, String> uris = new LinkedHashMap<>();
    put(uris, "model", MODEL, "output/model.tar.gz");
    put(uris, "output", DATA, "output/output.tar.gz");
    if (oneMachine && has(METRICS)) {
      uris.put("metrics", place.child(METRICS).toString());
    }
    if (hasAny(CHECKPOINTS)) {
      uris.put("checkpoints", place.child("checkpoints").toString());
    }
    return new Outputs(uris);
  }

  /** Jobs of others may have left an archive instead. */
  private void put(Map<String, String> uris, String name, String folder, String archive) {
    if (hasAny(folder)) {
      uris.put(name, place.child(folder.substring(0, folder.length() - 1)).toString());
    } else if (has(archive)) {
      uris.put(name, place.child("output").toString());
    }
  }

  private boolean has(String key) {
    return first.contains(key) || (!isAll && store.head(key).isPresent());
  }

  private boolean hasAny(String folder) {
    if (first.stream().anyMatch(key -> key.startsWith(folder))) {
      return true;
    }
    @Nullable String cursor = null;
    do {
      if (isAll) {
        return false;
      }
      Page<Stored> page = store.list(folder, cursor);
      if (!page.items().isEmpty()) {
        return true;
      }
      cursor = page.cursor();
    } while (cursor != null);
    return false;
  }
}
