package dev.aloft.driver;

/**
 * What identifies a run before the service has answered. With a key of the caller's it is the same
 * in every process.
 *
 * @param group the job's name
 * @param runName the run's portable name, unique in the scope: {@code tumours-7f3k…}, at most 48
 *     characters of {@code [a-z0-9-]}
 * @param specHash 26 characters of base 32 over the job
 */
public record RunKey(String group, String runName, String specHash) {}
