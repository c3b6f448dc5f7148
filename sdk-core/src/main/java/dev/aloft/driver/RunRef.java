package dev.aloft.driver;

/**
 * A run that the service knows.
 *
 * @param runName the portable name
 * @param vendorId the service's id or name
 */
public record RunRef(String runName, String vendorId) {}
