package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.GenericOperationMetadata;
import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.DeleteOperationRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Operations that take their time, each under the resource that it is about. Guarded by the clock's
 * monitor.
 */
final class LongOperations {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Cloud cloud;
  private final Ids ids = new Ids();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<String, CompletableFuture<Operation>> ends = new HashMap<>();
  private long last;

  LongOperations(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Serves them. */
  void serve(RpcTable table) {
    table
        .on(GetOperationRequest.class, (request, call) -> get(request.getName()))
        .outside(WaitOperationRequest.class, (request, call) -> await(request))
        .on(ListOperationsRequest.class, (request, call) -> list(request))
        .on(DeleteOperationRequest.class, (request, call) -> delete(request.getName()))
        .on(
            CancelOperationRequest.class,
            (request, call) -> {
              get(request.getName());
              return Empty.getDefaultInstance(); // nothing that the fake does can be cancelled
            });
  }

  /**
   * Begins one.
   *
   * @param resource what it is about
   * @param metadata makes what it tells, from what every operation tells
   */
  Progress begin(String resource, Function<GenericOperationMetadata, Message> metadata) {
    String name = resource + "/operations/" + ids.next();
    Progress progress = new Progress(name, metadata, cloud.clock().now());
    operations.put(name, Operation.newBuilder().setName(name).build());
    numbers.put(name, ++last);
    progress.tell(metadata);
    return progress;
  }

  /** One that is done after a stage, with what the effect gives then. */
  Operation after(
      Stage stage,
      String resource,
      Function<GenericOperationMetadata, Message> metadata,
      Supplier<Message> effect) {
    Progress progress = begin(resource, metadata);
    cloud.clock().after(cloud.timetable().of(stage), () -> progress.end(effect));
    return progress.operation();
  }

  private Operation get(String name) {
    Operation found = operations.get(cloud.projects().numbered(name));
    if (found == null) {
      throw GcpFailure.notFound("Operation not found: " + name);
    }
    return found;
  }

  /** Waits until one is done, or for as long as is asked. */
  private Operation await(WaitOperationRequest request) throws InterruptedException {
    Operation found;
    CompletableFuture<Operation> done;
    synchronized (cloud.clock()) {
      found = get(request.getName());
      if (found.getDone()) {
        return found;
      }
      done = ends.computeIfAbsent(found.getName(), name -> new CompletableFuture<>());
    }
    Duration asked = Times.of(request.getTimeout());
    boolean limited = request.hasTimeout() && asked.compareTo(LONGEST_WAIT) < 0;
    CompletableFuture<Operation> either = done.thenApply(one -> one);
    cloud.clock().after(limited ? asked : LONGEST_WAIT, () -> either.complete(found));
    try {
      Operation ended = either.get();
      synchronized (cloud.clock()) {
        return operations.getOrDefault(found.getName(), ended);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Empty delete(String name) {
    numbers.remove(get(name).getName());
    operations.remove(get(name).getName());
    return Empty.getDefaultInstance();
  }

  private ListOperationsResponse list(ListOperationsRequest request) {
    String under =
        cloud.projects().numbered(request.getName().replaceFirst("/operations$", "")) + "/";
    List<Operation> latestFirst =
        operations.values().stream()
            .filter(one -> one.getName().startsWith(under))
            .filter(
                Filter.of(
                    request.getFilter(),
                    Map.of("done", one -> Boolean.toString(one.getDone())),
                    one -> Map.of()))
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(latestFirst);
    Listing.Page<Operation> page =
        new Listing(
                under + '\n' + request.getFilter(),
                "",
                request.getPageSize(),
                request.getPageToken(),
                FieldMask.getDefaultInstance())
            .ofNumbered(latestFirst, one -> numbers.getOrDefault(one.getName(), 0L));
    return ListOperationsResponse.newBuilder()
        .addAllOperations(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  /** One that goes on. Guarded by the clock's monitor. */
  final class Progress {
    private final String name;
    private final Instant begun;
    private Function<GenericOperationMetadata, Message> metadata;

    private Progress(
        String name, Function<GenericOperationMetadata, Message> metadata, Instant begun) {
      this.name = name;
      this.metadata = metadata;
      this.begun = begun;
    }

    String name() {
      return name;
    }

    /** As it is now. */
    Operation operation() {
      return operations.getOrDefault(name, Operation.newBuilder().setName(name).build());
    }

    /** Tells something else from now on. */
    void tell(Function<GenericOperationMetadata, Message> told) {
      metadata = told;
      put(operation().toBuilder());
    }

    /** Ends it with what an effect gives, or with the refusal that it throws. */
    void end(Supplier<Message> effect) {
      Operation.Builder ended = operation().toBuilder();
      try {
        ended.setResponse(Any.pack(effect.get()));
      } catch (GcpFailure failure) {
        ended.setError(failure.status());
      }
      Operation last = put(ended.setDone(true));
      CompletableFuture<Operation> awaited = ends.remove(name);
      if (awaited != null) {
        awaited.complete(last);
      }
    }

    /** Nothing is kept of one that somebody has deleted meanwhile. */
    private Operation put(Operation.Builder changed) {
      GenericOperationMetadata generic =
          GenericOperationMetadata.newBuilder()
              .setCreateTime(Times.of(begun))
              .setUpdateTime(Times.of(cloud.clock().now()))
              .build();
      Operation now = changed.setMetadata(Any.pack(metadata.apply(generic))).build();
      operations.replace(name, now);
      return now;
    }
  }
}
