package dev.aloft.serving;

import java.time.Instant;

/**
 * One wish in an endpoint's history.
 *
 * @param generation its number
 * @param verb what was asked: {@code deploy}, {@code update}, {@code canary}, {@code rollback} …
 * @param spec what was wished, as one line; {@code gone} for a removal
 * @param outcome {@code settled}, {@code open}, {@code failed}, {@code cancelled}, {@code
 *     overtaken}
 * @param at when it was wished, by the store's time
 */
public record Wish(long generation, String verb, String spec, String outcome, Instant at) {}
