package dev.aloft.training;

/**
 * One reported value.
 *
 * @param name the metric, such as {@code validation-auc}
 * @param value the value
 * @param step the round, epoch or batch; -1 when none was given
 */
public record Metric(String name, double value, long step) {}
