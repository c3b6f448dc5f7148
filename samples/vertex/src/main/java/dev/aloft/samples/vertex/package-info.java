/** A program on Vertex AI. */
@NullMarked
package dev.aloft.samples.vertex;

import org.jspecify.annotations.NullMarked;
