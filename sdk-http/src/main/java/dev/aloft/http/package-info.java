/**
 * What providers and stores that speak REST stand on: one HTTP client inside the request layers.
 */
@NullMarked
package dev.aloft.http;

import org.jspecify.annotations.NullMarked;
