/** What Vertex AI's own images do, and plain images of Python. */
@NullMarked
package dev.aloft.fake.gcp.containers;

import org.jspecify.annotations.NullMarked;
