package dev.aloft.local.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: requests are answered in their order, one at a time. While one is answered
 * elsewhere, or the client does not read its answers, nothing more is read from it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection
final class Connection extends ChannelInboundHandlerAdapter {
  static final Object DRAIN = new Object();

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final byte[] FULL =
      "HTTP/1.1 503 \r\nconnection: close\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;
  private final RequestClock clock;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean refused;
  private boolean ending;

  private Connection(HttpServer server, RequestClock clock) {
    this.server = server;
    this.clock = clock;
  }

  static void accept(Channel channel, HttpServer server) {
    if (!server.admit(channel)) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(FULL)).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    Limits limits = server.limits();
    RequestClock clock = new RequestClock(limits.requestTime());
    HttpDecoderConfig decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxHeader())
            .setMaxHeaderSize(limits.maxHeader());
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(
        new IdleStateHandler(0, 0, limits.idleTime().toMillis(), TimeUnit.MILLISECONDS));
    pipeline.addLast(clock);
    pipeline.addLast(new HttpServerCodec(decoding));
    pipeline.addLast(new HttpServerKeepAliveHandler());
    pipeline.addLast(new HttpContentDecompressor(false, 0));
    pipeline.addLast(new BodyLimit(limits.maxBody(), clock));
    pipeline.addLast(new Connection(server, clock));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    clock.complete();
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (busy) {
      waiting.add((FullHttpRequest) message);
    } else {
      serve(context, (FullHttpRequest) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    readOn(context);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      if (!busy) {
        context.close();
      }
    } else if (event == RequestClock.EXPIRED) {
      end(context, Answers.error(408, "the request did not arrive in time"));
    } else if (event == DRAIN) {
      ending = true;
      closeIfDone(context, clock.isRunning());
    } else if (event instanceof ChannelInputShutdownEvent) {
      ending = true;
      closeIfDone(context, false);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecompressionException) {
      end(context, Answers.error(400, "the body cannot be unpacked: " + cause.getMessage()));
    } else if (cause instanceof IOException) {
      LOG.debug("a client went away", cause);
      context.close();
    } else {
      LOG.warn("a connection failed", cause);
      context.close();
    }
  }

  private void serve(ChannelHandlerContext context, FullHttpRequest message) {
    Request request;
    try {
      Response refusal = refusal(message);
      if (refusal != null) {
        end(context, refusal);
        return;
      }
      request = Request.of(message);
    } catch (IllegalArgumentException e) {
      end(context, Answers.error(400, "the path is not well encoded"));
      return;
    } finally {
      message.release();
    }
    if (server.handler().isLong(request)) {
      serveElsewhere(context, request);
    } else {
      write(context, Answers.to(server.handler(), request));
    }
  }

  private static @Nullable Response refusal(FullHttpRequest message) {
    if (message.decoderResult().isFailure()) {
      Throwable cause = message.decoderResult().cause();
      if (cause instanceof TooLongHttpLineException) {
        return Answers.error(414, "the request line is too long");
      }
      return cause instanceof TooLongHttpHeaderException
          ? Answers.error(431, "the headers are too large")
          : Answers.error(400, "this is no HTTP request: " + cause.getMessage());
    }
    String encoding = message.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    return encoding.equals("identity")
        ? null
        : Answers.error(415, "the content encoding \"" + encoding + "\" is not known; gzip is");
  }

  private void serveElsewhere(ChannelHandlerContext context, Request request) {
    try {
      busy = true;
      server
          .workers()
          .execute(
              () -> {
                Response response = Answers.to(server.handler(), request);
                context.executor().execute(() -> finish(context, response));
              });
      readOn(context);
    } catch (RejectedExecutionException e) {
      busy = false;
      write(
          context,
          Answers.error(503, "too many large requests wait already").with("retry-after", "1"));
    }
  }

  private void finish(ChannelHandlerContext context, Response response) {
    busy = false;
    write(context, response);
    while (!busy && !waiting.isEmpty() && context.channel().isActive()) {
      serve(context, waiting.remove());
    }
    context.flush();
    readOn(context);
    closeIfDone(context, false);
  }

  private void write(ChannelHandlerContext context, Response response) {
    boolean close = ending && waiting.isEmpty();
    context.write(Answers.message(response, close), context.voidPromise());
  }

  /** Answers what cannot be read further, and closes. */
  private void end(ChannelHandlerContext context, Response response) {
    refused = true;
    ending = true;
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (!busy) {
      context.writeAndFlush(Answers.message(response, true));
    }
  }

  private void readOn(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(!busy && context.channel().isWritable());
  }

  private void closeIfDone(ChannelHandlerContext context, boolean arriving) {
    if (ending && !busy && waiting.isEmpty() && !arriving) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
