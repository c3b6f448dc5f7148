package dev.aloft.fake.gcp;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.jspecify.annotations.Nullable;

/**
 * Takes the one message of a call to a method, and has it answered when the client has sent all.
 */
final class RpcHandler implements ServerCallHandler<Message, byte[]> {
  private final RpcMethod method;
  private final RpcDesk desk;

  RpcHandler(RpcMethod method, RpcDesk desk) {
    this.method = method;
    this.desk = desk;
  }

  private static String host(ServerCall<?, ?> call) {
    String authority = call.getAuthority();
    return authority == null ? "" : authority;
  }

  @Override
  public ServerCall.Listener<Message> startCall(
      ServerCall<Message, byte[]> call, Metadata headers) {
    call.request(2);
    return new ServerCall.Listener<>() {
      private @Nullable Message request;

      @Override
      public void onMessage(Message message) {
        request = message;
      }

      @Override
      public void onHalfClose() {
        Message asked = request == null ? method.request() : request;
        desk.converse(method, asked, new RpcCall(headers, host(call)), call);
      }
    };
  }
}
