package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Request;
import dev.aloft.fake.aws.internal.s3.S3;
import dev.aloft.fake.aws.internal.s3.S3Failure;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * S3 among the services, and for them. It takes what no other service takes and what is not signed
 * for another one. An operation that needs several permissions has them all as its action, with
 * commas between. Thread-safe.
 */
final class S3Service implements Service, Bucketry {
  private static final String RESOURCE = "Resource";

  private final S3 s3;

  S3Service(Path directory, Cloud.Settings settings, FakeClock clock) throws IOException {
    this.s3 = new S3(directory.resolve("s3"), settings.region(), settings.account(), clock);
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public boolean takes(Request request) {
    String signedFor = Caller.of(request, "").service();
    return request.header("x-amz-target") == null
        && (signedFor.isEmpty() || signedFor.equals(name()));
  }

  @Override
  public String operation(Request request) {
    return s3.operation(request);
  }

  @Override
  public String action(Request request, String operation) {
    return String.join(",", s3.actions(request));
  }

  @Override
  public String resource(Request request, String operation) {
    String path = request.path().replaceFirst("^/", "");
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  @Override
  public AwsFailure throttled() {
    return new AwsFailure(503, "SlowDown", "Please reduce your request rate.");
  }

  @Override
  public Answer answer(Request request, String operation, Caller caller) throws IOException {
    try {
      return s3.answer(request, caller.region());
    } catch (S3Failure e) {
      throw failure(e, request.path());
    }
  }

  @Override
  public Answer failure(AwsFailure failure, String requestId) {
    Map<String, String> details = new LinkedHashMap<>();
    failure.members().forEach((name, value) -> details.put(name, String.valueOf(value)));
    String resource = details.getOrDefault(RESOURCE, "");
    details.remove(RESOURCE);
    return s3.failure(
        failure.status(),
        failure.code(),
        String.valueOf(failure.getMessage()),
        details,
        resource,
        requestId);
  }

  @Override
  public boolean hasBucket(String bucket) {
    return s3.hasBucket(bucket);
  }

  @Override
  public Optional<String> region(String bucket) {
    return s3.region(bucket);
  }

  @Override
  public void create(String bucket) {
    translated(
        () -> {
          s3.create(bucket);
          return true;
        },
        bucket);
  }

  @Override
  public List<String> keys(String bucket, String prefix) {
    return translated(() -> s3.keys(bucket, prefix), bucket);
  }

  @Override
  public Optional<Path> file(String bucket, String key) {
    return translated(() -> s3.file(bucket, key), bucket);
  }

  @Override
  public void put(String bucket, String key, Path file) throws IOException {
    try {
      s3.put(bucket, key, file);
    } catch (S3Failure e) {
      throw failure(e, "/" + bucket + "/" + key);
    }
  }

  @Override
  public void delete(String bucket, String key) {
    translated(
        () -> {
          s3.delete(bucket, key);
          return true;
        },
        bucket);
  }

  private static <T> T translated(Supplier<T> call, String bucket) {
    try {
      return call.get();
    } catch (S3Failure e) {
      throw failure(e, "/" + bucket);
    }
  }

  private static AwsFailure failure(S3Failure failure, String resource) {
    Map<String, Object> members = new LinkedHashMap<>(failure.details());
    members.put(RESOURCE, resource);
    return new AwsFailure(
        failure.status(), failure.code(), String.valueOf(failure.getMessage()), members);
  }
}
