/** What a provider implements: discovery, drivers for runs and resources, stores. */
@NullMarked
package dev.aloft.driver;

import org.jspecify.annotations.NullMarked;
