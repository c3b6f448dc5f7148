package dev.aloft.fake.gcp;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A published method, made from its descriptor.
 *
 * @param descriptor what is published
 * @param request the request without any field
 * @param grpc what the server serves; answers are bytes already
 */
record RpcMethod(
    MethodDescriptor descriptor, Message request, io.grpc.MethodDescriptor<Message, byte[]> grpc) {

  static RpcMethod of(MethodDescriptor descriptor) {
    Message request = MessageClasses.empty(descriptor.getInputType());
    String name =
        io.grpc.MethodDescriptor.generateFullMethodName(
            descriptor.getService().getFullName(), descriptor.getName());
    return new RpcMethod(
        descriptor,
        request,
        io.grpc.MethodDescriptor.<Message, byte[]>newBuilder()
            .setType(type(descriptor))
            .setFullMethodName(name)
            .setRequestMarshaller(ProtoUtils.marshaller(request))
            .setResponseMarshaller(Bytes.MARSHALLER)
            .build());
  }

  private static io.grpc.MethodDescriptor.MethodType type(MethodDescriptor descriptor) {
    if (descriptor.isClientStreaming()) {
      return io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING;
    }
    return descriptor.isServerStreaming()
        ? io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
        : io.grpc.MethodDescriptor.MethodType.UNARY;
  }

  /** Such as {@code CreateCustomJob}. */
  String name() {
    return descriptor.getName();
  }

  /** Such as {@code JobService}. */
  String service() {
    return descriptor.getService().getName();
  }

  private enum Bytes implements io.grpc.MethodDescriptor.Marshaller<byte[]> {
    MARSHALLER;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
