package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A service of the JSON protocol: {@code X-Amz-Target} names the operation. The input is checked
 * against the service's model, where there is one, before the operation sees it.
 */
final class JsonService implements Service {
  private final String name;
  private final String targetPrefix;
  private final @Nullable ServiceModel model;
  private final Map<String, Operation> operations = new TreeMap<>();

  JsonService(String name, String targetPrefix, @Nullable ServiceModel model) {
    this.name = name;
    this.targetPrefix = targetPrefix;
    this.model = model;
  }

  /** Serves an operation. */
  JsonService on(String operation, Operation handler) {
    operations.put(operation, handler);
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takes(Request request) {
    String target = request.header("x-amz-target");
    return target != null && target.startsWith(targetPrefix + ".");
  }

  @Override
  public String operation(Request request) {
    return String.valueOf(request.header("x-amz-target")).substring(targetPrefix.length() + 1);
  }

  @Override
  public String action(Request request, String operation) {
    return name + ":" + operation;
  }

  @Override
  public Answer answer(Request request, String operation, Caller caller) throws Exception {
    throw new UnsupportedOperationException(String.valueOf(model == null));
  }

  @Override
  public Answer failure(AwsFailure failure, String requestId) {
    throw new UnsupportedOperationException();
  }
}
