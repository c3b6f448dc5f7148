package dev.aloft.fake.gcp;

import com.google.protobuf.Message;

/**
 * What a service does for a method.
 *
 * @param <Q> what is asked with, which no other method has
 */
@FunctionalInterface
interface Rpc<Q extends Message> {

  /** Does it; a refusal is a {@link GcpFailure}. */
  Message answer(Q request, RpcCall call) throws Exception;
}
