/**
 * Small models of the services that Aloft knows, each with the {@code next} of its driver: what
 * order a service wants, and nothing else. They are the proof that one reconciler fits them all.
 */
@NullMarked
package dev.aloft.internal.services;

import org.jspecify.annotations.NullMarked;
