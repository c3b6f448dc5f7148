/** Endpoints, what is wished of them, and typed predictions. */
@NullMarked
package dev.aloft.serving;

import org.jspecify.annotations.NullMarked;
