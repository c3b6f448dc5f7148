package dev.aloft.fake.aws;

/**
 * Who asks, as the request's signature says.
 *
 * @param accessKey the access key; {@code anonymous} when the request is not signed
 * @param region the region that was signed for; the cloud's own when it is not signed
 */
record Caller(String accessKey, String region) {}
