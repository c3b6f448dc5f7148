package dev.aloft.fake.gcp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Faults;
import dev.aloft.fake.Faults.Broken;
import dev.aloft.fake.Faults.Effect;
import dev.aloft.fake.Faults.Refused;
import dev.aloft.fake.Faults.Strike;
import dev.aloft.fake.Faults.Throttled;
import dev.aloft.fake.Question;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls: lets faults strike, has requests checked and done, and records what came of it.
 */
final class RpcDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RpcDesk.class);
  private static final byte[] MALFORMED = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
  private static final JsonFormat.Printer TEXT =
      JsonFormat.printer().omittingInsignificantWhitespace();
  private static final int OK = 200;

  private final FakeClock clock;
  private final Faults faults;
  private final Exchanges exchanges;
  private final RpcTable table;
  private final RequestRates rates;
  private final Connections connections;

  RpcDesk(
      FakeClock clock,
      Faults faults,
      Exchanges exchanges,
      RpcTable table,
      RequestRates rates,
      Connections connections) {
    this.clock = clock;
    this.faults = faults;
    this.exchanges = exchanges;
    this.table = table;
    this.rates = rates;
    this.connections = connections;
  }

  /** Answers a call. */
  void converse(
      RpcMethod method, Message request, RpcCall asked, ServerCall<Message, byte[]> call) {
    Question question = question(method, request, asked);
    Strike strike = faults.strike(question);
    try {
      clock.pause(strike.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Effect effect = strike.effect();
    if (effect == Broken.RESET_BEFORE) {
      record(question, 0, null);
      connections.reset(call);
      return;
    }
    Message answer = null;
    GcpFailure failure = null;
    try {
      answer = answer(method, request, asked, effect);
    } catch (GcpFailure e) {
      failure = e;
    }
    boolean lost = effect == Broken.ANSWER_LOST;
    int status = failure == null ? OK : failure.httpStatus();
    record(question, lost ? 0 : status, failure == null ? null : failure.code().name());
    if (lost) {
      connections.close(call);
    } else if (effect == Broken.TRUNCATED) {
      call.sendHeaders(asked.answered());
      connections.close(call);
    } else if (failure == null) {
      byte[] bytes =
          effect == Broken.MALFORMED ? MALFORMED : Objects.requireNonNull(answer).toByteArray();
      send(call, asked, bytes);
    } else {
      refuse(call, failure);
    }
  }

  private Message answer(
      RpcMethod method, Message request, RpcCall asked, @Nullable Effect effect) {
    if (effect instanceof Refused refused) {
      throw GcpFailure.of(refused.status(), refused.code(), refused.message());
    }
    if (effect instanceof Throttled) {
      throw rates.refusal(method, request);
    }
    Rpc<Message> rpc = table.of(request);
    if (rpc == null) {
      throw GcpFailure.notServed(method.name());
    }
    try {
      rates.admit(method, request);
      RequestCheck.check(request);
      return rpc.answer(request, asked);
    } catch (GcpFailure e) {
      throw e;
    } catch (Exception | LinkageError | AssertionError e) {
      LOG.error("the fake itself failed at {}", method.name(), e);
      throw new GcpFailure(Code.INTERNAL, "the fake itself failed: " + e);
    }
  }

  private static Question question(RpcMethod method, Message request, RpcCall asked) {
    return new Question(
        "aiplatform",
        method.name(),
        Subject.of(request),
        Permissions.of(method, request),
        asked.principal(),
        text(request));
  }

  private static String text(Message request) {
    try {
      return TEXT.print(request);
    } catch (InvalidProtocolBufferException e) {
      return request.toString(); // an Any of an unknown type
    }
  }

  private void record(Question question, int status, @Nullable String code) {
    exchanges.add(Exchange.of(clock.now(), question, status, code));
  }

  private static void send(ServerCall<Message, byte[]> call, RpcCall asked, byte[] bytes) {
    try {
      call.sendHeaders(asked.answered());
      call.sendMessage(bytes);
      call.close(Status.OK, new Metadata());
    } catch (IllegalStateException e) {
      LOG.debug("a client went away before it was answered", e);
    }
  }

  private static void refuse(ServerCall<Message, byte[]> call, GcpFailure failure) {
    StatusRuntimeException status = StatusProto.toStatusRuntimeException(failure.status());
    Metadata trailers = status.getTrailers();
    try {
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    } catch (IllegalStateException e) {
      LOG.debug("a client went away before it was refused", e);
    }
  }
}
