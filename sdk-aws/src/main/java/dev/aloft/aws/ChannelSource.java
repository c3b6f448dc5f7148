package dev.aloft.aws;

import org.jspecify.annotations.Nullable;

/**
 * What a channel reads.
 *
 * @param type how the address is meant, in the service's words
 * @param uri the address
 * @param file the name of the one file that the container finds; null when there may be several
 */
record ChannelSource(String type, String uri, @Nullable String file) {
  private static final String PREFIX = "S3Prefix";

  /** All that lies below a directory. */
  static ChannelSource directory(String uri) {
    return new ChannelSource(PREFIX, uri.endsWith("/") ? uri : uri + "/", null);
  }

  /** All whose addresses start so, where that is this one object. */
  static ChannelSource object(String uri) {
    return new ChannelSource(PREFIX, uri, last(uri));
  }

  /** What a list names: one object. */
  static ChannelSource listed(String list, String uri) {
    return new ChannelSource("ManifestFile", list, last(uri));
  }

  private static String last(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
