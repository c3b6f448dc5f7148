package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.EndpointServiceProto;
import com.google.cloud.aiplatform.v1.JobServiceProto;
import com.google.cloud.aiplatform.v1.ModelServiceProto;
import com.google.cloud.aiplatform.v1.PipelineServiceProto;
import com.google.cloud.aiplatform.v1.PredictionServiceProto;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.grpc.HandlerRegistry;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every method of the services that Vertex AI publishes and this fake knows. Immutable. */
final class RpcRegistry extends HandlerRegistry {
  private static final List<FileDescriptor> FILES =
      List.of(
          JobServiceProto.getDescriptor(),
          ModelServiceProto.getDescriptor(),
          EndpointServiceProto.getDescriptor(),
          PredictionServiceProto.getDescriptor(),
          PipelineServiceProto.getDescriptor(),
          OperationsProto.getDescriptor());

  private final Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();

  /** With a handler for each method. */
  RpcRegistry(Function<RpcMethod, ServerCallHandler<Message, byte[]>> handlers) {
    for (FileDescriptor file : FILES) {
      for (ServiceDescriptor service : file.getServices()) {
        for (MethodDescriptor descriptor : service.getMethods()) {
          RpcMethod method = RpcMethod.of(descriptor);
          methods.put(
              method.grpc().getFullMethodName(),
              ServerMethodDefinition.create(method.grpc(), handlers.apply(method)));
        }
      }
    }
  }

  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String methodName, @Nullable String authority) {
    return methods.get(methodName);
  }
}
