@NullMarked
package dev.aloft.cloud;

import org.jspecify.annotations.NullMarked;
