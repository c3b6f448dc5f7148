package dev.aloft.gcp;

import dev.aloft.driver.LogLine;
import java.time.Instant;

/**
 * An entry of Cloud Logging.
 *
 * @param log which log it belongs to: the id of a job or endpoint
 * @param at when it was written
 * @param id orders entries of one time
 * @param line what it says
 */
record LogEntry(String log, Instant at, String id, LogLine line) {}
