@NullMarked
package dev.aloft.aws;

import org.jspecify.annotations.NullMarked;
