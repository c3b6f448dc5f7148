package dev.aloft.layer;

import java.util.EnumSet;
import java.util.Set;

/**
 * Behaviour around every verb, every vendor request, or both. A layer may change the call, refuse
 * it, repeat it, or look at how it ends; it never changes the type of the result. One instance may
 * serve many clients and threads; its state is its own.
 */
public interface Layer {

  /** Its name in the printed order. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Which calls it is put around. Default: both levels. */
  default Set<Level> levels() {
    return EnumSet.allOf(Level.class);
  }

  /**
   * Whether it stands next to the vendor, around each single try of a request, instead of around
   * the layers that are built in. Default: no. Means nothing for verbs.
   */
  default boolean isInnermost() {
    return false;
  }

  /**
   * Goes around a call.
   *
   * @param call the call
   * @param inner goes on with a call; may be used never, once, or more often
   * @param <T> the type of the result
   * @return what the inner call gave
   */
  <T> T around(Call call, Inner<T> inner);

  /**
   * The rest of the stack.
   *
   * @param <T> the type of the result
   */
  @FunctionalInterface
  interface Inner<T> {
    /** Goes on with a call. */
    T proceed(Call call);
  }
}
