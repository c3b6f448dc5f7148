/** Histories of many processes at one service: crashes, lost answers, sleepers, and their ends. */
@NullMarked
package dev.aloft.internal.histories;

import org.jspecify.annotations.NullMarked;
