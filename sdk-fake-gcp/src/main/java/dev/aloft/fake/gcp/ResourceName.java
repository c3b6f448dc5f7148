package dev.aloft.fake.gcp;

/**
 * A name such as {@code projects/1/locations/us-central1/endpoints/2}, with the project's number.
 *
 * @param parent such as {@code projects/1/locations/us-central1}
 * @param collection such as {@code endpoints}
 * @param id what is last, without a version
 * @param version what stands behind an at sign; empty when there is none
 */
record ResourceName(String parent, String collection, String id, String version) {

  /** Reads a name of a collection of the cloud's location. */
  static ResourceName of(Cloud cloud, String name, String collection) {
    String[] parts = name.split("/", -1);
    boolean right = parts.length == 6 && parts[0].equals("projects") && !parts[1].isEmpty();
    right = right && parts[2].equals("locations") && parts[4].equals(collection);
    if (!right || parts[5].isEmpty()) {
      FieldErrors.refuse(
          "name",
          "'"
              + name
              + "' is no resource name such as projects/{project}/locations/{location}/"
              + collection
              + "/{id}.");
    }
    requireLocation(cloud, parts[3], name);
    String[] id = parts[5].split("@", 2);
    String parent = cloud.projects().numbered("projects/" + parts[1] + "/locations/" + parts[3]);
    return new ResourceName(parent, collection, id[0], id.length == 1 ? "" : id[1]);
  }

  /** Reads the name of the cloud's location in any project, and gives it with the number. */
  static String parent(Cloud cloud, String name) {
    String[] parts = name.split("/", -1);
    boolean right = parts.length == 4 && parts[0].equals("projects") && !parts[1].isEmpty();
    if (!right || !parts[2].equals("locations")) {
      FieldErrors.refuse(
          "parent", "'" + name + "' is no parent such as projects/{project}/locations/{location}.");
    }
    requireLocation(cloud, parts[3], name);
    return cloud.projects().numbered(name);
  }

  private static void requireLocation(Cloud cloud, String location, String name) {
    if (!location.equals(cloud.location())) {
      throw GcpFailure.notFound(
          "The location of "
              + name
              + " is not served at this address, which is that of "
              + cloud.location()
              + ".");
    }
  }

  /** The whole name, without a version. */
  String full() {
    return parent + "/" + collection + "/" + id;
  }
}
