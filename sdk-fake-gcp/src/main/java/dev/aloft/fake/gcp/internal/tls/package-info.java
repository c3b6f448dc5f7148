/** Internal to Aloft: nothing here is API, and any of it may change or vanish without notice. */
@NullMarked
package dev.aloft.fake.gcp.internal.tls;

import org.jspecify.annotations.NullMarked;
