package dev.aloft.fake;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as the fake cloud understands it.
 *
 * @param service such as {@code sagemaker}
 * @param operation such as {@code CreateTrainingJob}
 * @param resource what it is about, such as a name or a key; empty when unknown
 * @param action what a policy would have to allow, such as {@code sagemaker:CreateTrainingJob}
 * @param principal who asks: the access key
 * @param body the request's JSON text; null where the service has none
 */
public record Question(
    String service,
    String operation,
    String resource,
    String action,
    String principal,
    @Nullable String body) {}
