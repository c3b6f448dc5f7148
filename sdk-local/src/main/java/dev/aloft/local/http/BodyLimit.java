package dev.aloft.local.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Joins a request and its body. A body that is too large is refused with a reason and then thrown
 * away as it comes, so that the client sees the reason and the connection goes on.
 */
final class BodyLimit extends HttpObjectAggregator {
  private final int maxBody;
  private final RequestClock clock;
  private boolean discarding;

  BodyLimit(int maxBody, RequestClock clock) {
    super(maxBody);
    this.maxBody = maxBody;
    this.clock = clock;
  }

  @Override
  protected void decode(ChannelHandlerContext context, HttpObject part, List<Object> out)
      throws Exception {
    super.decode(context, part, out);
    if (discarding && part instanceof LastHttpContent) {
      discarding = false;
      clock.complete();
    }
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    discarding = true;
    Response refusal =
        Answers.error(413, "the body is larger than " + maxBody + " bytes; send fewer rows");
    context
        .writeAndFlush(Answers.message(refusal, false))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }
}
