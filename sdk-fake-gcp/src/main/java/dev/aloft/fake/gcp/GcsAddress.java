package dev.aloft.fake.gcp;

import java.util.Locale;

/**
 * An address such as {@code gs://bucket/object}.
 *
 * @param bucket the bucket
 * @param object what is in it; may be empty, and has no slash at the end
 */
record GcsAddress(String bucket, String object) {
  private static final String SCHEME = "gs://";

  /** Reads one, of an object or of a directory. */
  static GcsAddress of(String address) {
    String path = address.substring(SCHEME.length());
    int slash = path.indexOf('/');
    String object = slash < 0 ? "" : path.substring(slash + 1).replaceFirst("/+$", "");
    return new GcsAddress(slash < 0 ? path : path.substring(0, slash), object);
  }

  static boolean isOne(String address) {
    return address.startsWith(SCHEME) && address.length() > SCHEME.length();
  }

  /** A directory or file below it. */
  String below(String path) {
    return SCHEME + bucket + (object.isEmpty() ? "" : "/" + object) + "/" + path;
  }

  /** Refuses a bucket that is not there, or that is not where the cloud is. */
  void requireNear(Cloud cloud) {
    String location =
        cloud
            .buckets()
            .location(bucket)
            .orElseThrow(
                () -> GcpFailure.precondition("The bucket gs://" + bucket + " does not exist."))
            .toLowerCase(Locale.ROOT);
    boolean near = location.equals(cloud.location());
    near = near || (location.equals("us") && cloud.location().startsWith("us-"));
    near = near || (location.equals("eu") && cloud.location().startsWith("europe-"));
    if (!near) {
      throw GcpFailure.precondition(
          "The bucket gs://"
              + bucket
              + " is in location "
              + location
              + ". It has to be in the region of the job, which is "
              + cloud.location()
              + ".");
    }
  }
}
