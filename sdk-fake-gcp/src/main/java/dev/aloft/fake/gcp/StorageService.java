package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.Request;
import dev.aloft.fake.gcp.internal.gcs.Gcs;
import dev.aloft.fake.gcp.internal.gcs.Objects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Cloud Storage among the services of the HTTP port. */
final class StorageService implements HttpService, Bucketry {
  private final Gcs gcs;
  private final Objects objects;
  private final Projects projects;

  StorageService(Cloud cloud) throws IOException {
    projects = cloud.projects();
    gcs = new Gcs(cloud.directory(), cloud.clock(), projects::number);
    objects = gcs.objects();
  }

  @Override
  public boolean takes(Request request) {
    return Gcs.isApi(request) || isObject(request.path());
  }

  /** Whether a path is a bucket's and an object's, as a signed address has it. */
  private boolean isObject(String path) {
    int slash = path.indexOf('/', 1);
    return slash > 1 && objects.location(path.substring(1, slash)).isPresent();
  }

  @Override
  public Conversation open(Request request) throws IOException {
    return gcs.open(request);
  }

  @Override
  public Optional<String> location(String bucket) {
    return objects.location(bucket);
  }

  @Override
  public void create(String bucket, String location) {
    create(bucket, location, projects.number());
  }

  @Override
  public void create(String bucket, String location, String projectNumber) {
    objects.create(bucket, location, projectNumber);
  }

  @Override
  public List<String> names(String bucket, String prefix) {
    return objects.names(bucket, prefix);
  }

  @Override
  public Optional<Path> file(String bucket, String object) {
    return objects.file(bucket, object);
  }

  @Override
  public void put(String bucket, String object, Path file) throws IOException {
    objects.put(bucket, object, file);
  }

  @Override
  public void delete(String bucket, String object) {
    objects.delete(bucket, object);
  }

  @Override
  public Path view() {
    return objects.view();
  }
}
