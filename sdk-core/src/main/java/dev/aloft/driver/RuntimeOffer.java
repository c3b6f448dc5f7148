package dev.aloft.driver;

import dev.aloft.model.ModelFormat;
import dev.aloft.serving.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A ready-made runtime: which models it serves and how.
 *
 * @param id its name, such as {@code xgboost-3.0}
 * @param format the model format
 * @param minVersion the oldest framework version whose files it reads, null for any
 * @param maxVersion the newest framework version whose files it reads, null for any
 * @param layout the file layout that it wants, such as {@code aloft}, {@code model.bst}
 * @param protocol how rows are written
 * @param image the image, empty when there is none
 */
public record RuntimeOffer(
    String id,
    ModelFormat format,
    @Nullable String minVersion,
    @Nullable String maxVersion,
    String layout,
    Protocol protocol,
    String image) {}
