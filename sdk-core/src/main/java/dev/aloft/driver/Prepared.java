package dev.aloft.driver;

import java.util.Map;

/**
 * A job that is ready to be created.
 *
 * @param job the portable job
 * @param key what identifies the run
 * @param uploads the URIs of the uploads by their names
 * @param ownership the tags that every part must carry: owner, name, hash
 * @param <J> the kind of job
 */
public record Prepared<J>(
    J job, RunKey key, Map<String, String> uploads, Map<String, String> ownership) {

  /** Copies the maps. */
  public Prepared {
    uploads = Map.copyOf(uploads);
    ownership = Map.copyOf(ownership);
  }
}
