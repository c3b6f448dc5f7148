/** The HTTP server of this machine's endpoints: connections, limits, draining. Knows no model. */
@NullMarked
package dev.aloft.local.http;

import org.jspecify.annotations.NullMarked;
