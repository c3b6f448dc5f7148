package dev.aloft.fake.gcp;

import com.google.protobuf.Message;
import dev.aloft.fake.FakeClock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the services do, by the classes of requests. Filled before anything is served. */
final class RpcTable {
  private final FakeClock clock;
  private final Map<Class<?>, Rpc<Message>> rpcs = new HashMap<>();

  RpcTable(FakeClock clock) {
    this.clock = clock;
  }

  /** Adds a method that is done within the clock's monitor. */
  <Q extends Message> RpcTable on(Class<Q> request, Rpc<Q> rpc) {
    return outside(
        request,
        (asked, call) -> {
          synchronized (clock) {
            return rpc.answer(asked, call);
          }
        });
  }

  /** Adds a method that takes its time, outside of the monitor. */
  <Q extends Message> RpcTable outside(Class<Q> request, Rpc<Q> rpc) {
    rpcs.put(request, (asked, call) -> rpc.answer(request.cast(asked), call));
    return this;
  }

  /** What is done for a request; null when no service does it. */
  @Nullable Rpc<Message> of(Message request) {
    return rpcs.get(request.getClass());
  }
}
