package dev.aloft.gcp;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the staging bucket lies where the work is: a job that cannot read it fails only after it
 * has waited for machines. Looked at once. Thread-safe.
 */
final class BucketPlace {
  private static final Pattern REGION = Pattern.compile("[a-z]+(?:-[a-z]+)*-?[a-z]+[0-9]{1,2}");

  private final GcpConfig config;
  private final GcsStore staging;
  private volatile @Nullable String known;

  BucketPlace(GcpConfig config, GcsStore staging) {
    this.config = config;
    this.staging = staging;
  }

  /**
   * Refuses a bucket of another region; one of several regions passes.
   *
   * @throws AloftException INVALID_REQUEST naming both places
   */
  void check() {
    String place = place();
    if (REGION.matcher(place).matches()
        && place.contains("-")
        && !place.equals(config.requireLocation())) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "the staging bucket "
                  + staging.uri("")
                  + " lies in "
                  + place
                  + ", and jobs run in "
                  + config.requireLocation()
                  + ": set \"location\" to the bucket's region, or \"staging\" to a bucket there")
          .effect(Effect.NONE)
          .resource(staging.uri(""))
          .build();
    }
  }

  private String place() {
    String told = known;
    if (told == null) {
      try {
        told = staging.location().toLowerCase(Locale.ROOT);
      } catch (AloftException e) {
        if (e.code() != ErrorCode.PERMISSION_DENIED) {
          throw e;
        }
        told = ""; // who may write objects need not be allowed to see the bucket
      }
      known = told;
    }
    return told;
  }
}
