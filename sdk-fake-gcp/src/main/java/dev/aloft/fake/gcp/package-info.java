/** A Vertex AI in this JVM, with the Cloud Storage and the other services that its clients call. */
@NullMarked
package dev.aloft.fake.gcp;

import org.jspecify.annotations.NullMarked;
