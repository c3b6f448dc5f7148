/** Certificates that are made when a server starts; their keys are never written. */
@NullMarked
package dev.aloft.fake.gcp.internal.tls;

import org.jspecify.annotations.NullMarked;
