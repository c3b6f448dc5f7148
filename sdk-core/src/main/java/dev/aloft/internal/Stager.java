package dev.aloft.internal;

import dev.aloft.driver.Upload;
import java.util.List;
import java.util.Map;

/**
 * Brings local files into the staging store, once for the same bytes: hashed, create-only, in
 * parallel. Thread-safe.
 */
public final class Stager {

  /** Uploads and gives the URIs by the uploads' names. */
  public Map<String, String> stage(List<Upload> uploads) {
    return Pending.here();
  }
}
