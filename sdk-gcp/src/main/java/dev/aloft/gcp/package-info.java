/** The provider on Vertex AI and Cloud Storage. */
@NullMarked
package dev.aloft.gcp;

import org.jspecify.annotations.NullMarked;
