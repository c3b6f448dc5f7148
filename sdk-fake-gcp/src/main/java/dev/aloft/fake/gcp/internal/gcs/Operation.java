package dev.aloft.fake.gcp.internal.gcs;

/** The operations, with what a policy must allow for them. */
enum Operation {
  BUCKETS_INSERT("storage.buckets.insert", "storage.buckets.create"),
  BUCKETS_LIST("storage.buckets.list", "storage.buckets.list"),
  BUCKETS_GET("storage.buckets.get", "storage.buckets.get"),
  BUCKETS_PATCH("storage.buckets.patch", "storage.buckets.update"),
  BUCKETS_UPDATE("storage.buckets.update", "storage.buckets.update"),
  BUCKETS_DELETE("storage.buckets.delete", "storage.buckets.delete"),
  BUCKETS_GET_POLICY("storage.buckets.getIamPolicy", "storage.buckets.getIamPolicy"),
  BUCKETS_SET_POLICY("storage.buckets.setIamPolicy", "storage.buckets.setIamPolicy"),
  BUCKETS_TEST_PERMISSIONS("storage.buckets.testIamPermissions"),
  OBJECTS_INSERT("storage.objects.insert", "storage.objects.create"),
  OBJECTS_UPLOAD("storage.objects.insert", "storage.objects.create"),
  OBJECTS_LIST("storage.objects.list", "storage.objects.list"),
  OBJECTS_GET("storage.objects.get", "storage.objects.get"),
  OBJECTS_DOWNLOAD("storage.objects.get", "storage.objects.get"),
  OBJECTS_PATCH("storage.objects.patch", "storage.objects.update"),
  OBJECTS_UPDATE("storage.objects.update", "storage.objects.update"),
  OBJECTS_DELETE("storage.objects.delete", "storage.objects.delete"),
  OBJECTS_COMPOSE("storage.objects.compose", "storage.objects.get", "storage.objects.create"),
  OBJECTS_COPY("storage.objects.copy", "storage.objects.get", "storage.objects.create"),
  OBJECTS_REWRITE("storage.objects.rewrite", "storage.objects.get", "storage.objects.create"),
  OBJECTS_MOVE("storage.objects.move", "storage.objects.move", "storage.objects.create");

  private final String method;
  private final String permissions;

  Operation(String method, String... permissions) {
    this.method = method;
    this.permissions = String.join(",", permissions);
  }

  /** Its name in the API. */
  String method() {
    return method;
  }

  /** What it needs, whatever is there: permissions with commas between. */
  String permissions() {
    return permissions;
  }

  /** Whether it makes an object, and so may overwrite one. */
  boolean makesObject() {
    return permissions.contains("storage.objects.create");
  }
}
