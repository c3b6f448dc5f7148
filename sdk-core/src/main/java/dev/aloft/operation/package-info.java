/** Work that is on its way: operations, their ids and states. */
@NullMarked
package dev.aloft.operation;

import org.jspecify.annotations.NullMarked;
