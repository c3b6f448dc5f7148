/** Cross-cutting behaviour around verbs and vendor requests, and events beside them. */
@NullMarked
package dev.aloft.layer;

import org.jspecify.annotations.NullMarked;
