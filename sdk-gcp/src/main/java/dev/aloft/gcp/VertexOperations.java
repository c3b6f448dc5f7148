package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.DeleteOperationMetadata;
import com.google.cloud.aiplatform.v1.DeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.GenericOperationMetadata;
import com.google.cloud.aiplatform.v1.UploadModelOperationMetadata;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.aloft.driver.Part;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at what goes on under a resource: running operations as parts of their own, and the newest
 * that failed of those which Aloft begins there. The vendor's own waiting, which gives up after
 * five minutes, is never used. Only reads. Thread-safe.
 */
final class VertexOperations {
  private static final String UNDER = "/operations/";

  private final GcpClients clients;
  private final VertexSender sender;

  VertexOperations(GcpClients clients, VertexSender sender) {
    this.clients = clients;
    this.sender = sender;
  }

  /**
   * What goes on under a resource.
   *
   * @param running the running operations
   * @param failed the newest deploy or upload that has failed; empty when there is none
   */
  record Seen(List<Part> running, Optional<Part> failed) {
    Seen {
      running = List.copyOf(running);
    }
  }

  /** Deploys at an endpoint; what else runs there is waited for, and may fail as it likes. */
  Under deploys(String endpoint) {
    return under("endpoints", endpoint, DeployModelOperationMetadata.class);
  }

  /** Uploads of a model and its versions; what else runs there is waited for. */
  Under uploads(String model) {
    return under("models", model, UploadModelOperationMetadata.class);
  }

  /**
   * The operations under a resource, whether that exists or not. Asked before the resource itself:
   * what ends between the two looks is in the second one then, and never in none.
   */
  private Under under(String collection, String id, Class<? extends Message> begun) {
    List<Operation> all = list(clients.config().parent() + "/" + collection + "/" + id);
    return ours -> seen(all, id, begun, ours);
  }

  /** What goes on under a resource, once it is known whose that is. */
  @FunctionalInterface
  interface Under {
    Seen as(boolean ours);
  }

  /** What the operations under a resource come to. */
  static Seen seen(List<Operation> all, String id, Class<? extends Message> begun, boolean ours) {
    return new Seen(
        all.stream().filter(one -> !one.getDone()).map(one -> running(one, id, ours)).toList(),
        all.stream()
            .filter(one -> one.getDone() && one.hasError() && one.getMetadata().is(begun))
            .max(Comparator.comparing(VertexOperations::created))
            .map(one -> failed(one, id, ours)));
  }

  /** When it began. Numbers of operations are in no order; the epoch where nothing is told. */
  private static Instant created(Operation operation) {
    try {
      Timestamp created = common(operation.getMetadata()).getCreateTime();
      return Instant.ofEpochSecond(created.getSeconds(), created.getNanos());
    } catch (InvalidProtocolBufferException e) {
      return Instant.EPOCH;
    }
  }

  /** What the metadata of every operation have as their first field, whatever their type. */
  private static GenericOperationMetadata common(Any metadata)
      throws InvalidProtocolBufferException {
    return DeleteOperationMetadata.parseFrom(metadata.getValue()).getGenericMetadata();
  }

  private static String id(Operation operation) {
    String name = operation.getName();
    return name.substring(name.lastIndexOf(UNDER) + UNDER.length());
  }

  private List<Operation> list(String resource) {
    List<Operation> all = new ArrayList<>();
    String token = "";
    do {
      ListOperationsRequest.Builder request =
          ListOperationsRequest.newBuilder().setName(resource).setPageToken(token);
      ListOperationsResponse page;
      try {
        page =
            sender.read(
                "ListOperations",
                resource.substring(resource.lastIndexOf('/') + 1),
                request,
                () -> clients.operations().listOperationsCallable());
      } catch (AloftException e) {
        if (e.code() == ErrorCode.NOT_FOUND) {
          return List.of();
        }
        throw e;
      }
      all.addAll(page.getOperationsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  private static Part running(Operation operation, String about, boolean ours) {
    return new Part(
        EndpointParts.OPERATION,
        id(operation),
        Part.State.CHANGING,
        word(operation),
        ours,
        false,
        Map.of(EndpointParts.ABOUT, about));
  }

  private static String word(Operation operation) {
    try {
      if (operation.getMetadata().is(DeployModelOperationMetadata.class)) {
        return "deploying, "
            + operation
                .getMetadata()
                .unpack(DeployModelOperationMetadata.class)
                .getDeploymentStage();
      }
    } catch (InvalidProtocolBufferException e) {
      return "changing";
    }
    String type = operation.getMetadata().getTypeUrl();
    return type.substring(type.lastIndexOf('.') + 1).replace("OperationMetadata", "");
  }

  private static Part failed(Operation operation, String about, boolean ours) {
    return new Part(
        EndpointParts.OPERATION,
        id(operation),
        Part.State.FAILED,
        "failed",
        ours,
        false,
        Map.of(
            EndpointParts.ABOUT,
            about,
            EndpointParts.REASON,
            operation.getError().getMessage(),
            EndpointParts.CODE,
            String.valueOf(operation.getError().getCode())));
  }
}
