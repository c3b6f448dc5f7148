package dev.aloft.fake.gcp;

import io.grpc.Grpc;
import io.grpc.ServerCall;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The connections of the gRPC server, so that faults can end them. Thread-safe. */
final class Connections {
  private final Map<SocketAddress, SocketChannel> open = new ConcurrentHashMap<>();

  /** A server's channel that tells what it accepts. */
  final class Listening extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int count = super.doReadMessages(accepted);
      accepted.forEach(one -> add((SocketChannel) one));
      return count;
    }
  }

  private void add(SocketChannel channel) {
    SocketAddress client = channel.remoteAddress();
    open.put(client, channel);
    Future<?> unused = channel.closeFuture().addListener(done -> open.remove(client, channel));
  }

  /** Resets the connection of a call. */
  void reset(ServerCall<?, ?> call) {
    SocketChannel channel = channel(call);
    if (channel != null) {
      channel.config().setSoLinger(0);
      end(channel);
    }
  }

  /** Ends the connection of a call, after what was sent before. */
  void close(ServerCall<?, ?> call) {
    SocketChannel channel = channel(call);
    if (channel != null) {
      end(channel);
    }
  }

  /** Ends the bytes themselves: neither TLS nor HTTP/2 says good-bye. */
  private static void end(SocketChannel channel) {
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.newPromise()));
  }

  private @Nullable SocketChannel channel(ServerCall<?, ?> call) {
    SocketAddress client = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return client == null ? null : open.get(client);
  }
}
