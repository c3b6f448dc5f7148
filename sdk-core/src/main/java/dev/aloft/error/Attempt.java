package dev.aloft.error;

import java.time.Duration;

/**
 * One try on the way to an error.
 *
 * @param provider the provider's scheme
 * @param region where it was tried, empty when the provider has no regions
 * @param instance the machine type, empty when none was involved
 * @param took how long the try took
 * @param code how it ended
 */
public record Attempt(
    String provider, String region, String instance, Duration took, ErrorCode code) {}
