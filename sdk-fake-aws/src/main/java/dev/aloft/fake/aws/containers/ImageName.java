package dev.aloft.fake.aws.containers;

/**
 * The parts of an image's address that say what it does.
 *
 * @param repository the name behind the registry
 * @param tag the tag; empty when there is none
 */
record ImageName(String repository, String tag) {

  static ImageName of(String address) {
    String last = address.substring(address.lastIndexOf('/') + 1);
    int digest = last.indexOf('@');
    String name = digest < 0 ? last : last.substring(0, digest);
    int colon = name.indexOf(':');
    return colon < 0
        ? new ImageName(name, "")
        : new ImageName(name.substring(0, colon), name.substring(colon + 1));
  }
}
