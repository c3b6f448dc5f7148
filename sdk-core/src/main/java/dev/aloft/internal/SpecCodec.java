package dev.aloft.internal;

/**
 * A wish as one JSON document and back.
 *
 * @param <S> what is wished
 */
public interface SpecCodec<S> {

  /** The document; holds no secret values. */
  String write(S spec);

  /** The wish. */
  S read(String document);
}
