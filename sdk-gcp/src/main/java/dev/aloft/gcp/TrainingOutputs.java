package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Stored;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a job has left below its address. Looks with one listing for each place. Thread-safe. */
final class TrainingOutputs {
  private static final String METRICS = "metrics.jsonl";

  private final DriverContext context;

  TrainingOutputs(DriverContext context) {
    this.context = context;
  }

  Outputs of(RunStatus described) {
    String place = described.facts().get(TrainingStatuses.OUTPUTS);
    if (place == null || GcsUri.fault(place).isPresent()) {
      return new Outputs(Map.of());
    }
    GcsUri root = GcsUri.of(place);
    ObjectStore store = context.store(root.toString());
    Map<String, String> uris = new LinkedHashMap<>();
    for (String name : new String[] {"model", "output", "checkpoints"}) {
      if (hasAny(store, name + "/")) {
        uris.put(name, root.child(name).toString());
      }
    }
    if (store.head(METRICS).isPresent()) {
      uris.put("metrics", root.child(METRICS).toString());
    }
    return new Outputs(uris);
  }

  private static boolean hasAny(ObjectStore store, String folder) {
    String cursor = null;
    do {
      var page = store.list(folder, cursor);
      if (page.items().stream().map(Stored::key).anyMatch(key -> key.startsWith(folder))) {
        return true;
      }
      cursor = page.cursor();
    } while (cursor != null);
    return false;
  }
}
