/**
 * What every fake cloud stands on: a server, a clock, scripted faults, and a record of what was
 * asked. A fake has no static state, and any number of them live side by side in one program.
 */
@NullMarked
package dev.aloft.fake;

import org.jspecify.annotations.NullMarked;
