@NullMarked
package dev.aloft.gcp;

import org.jspecify.annotations.NullMarked;
