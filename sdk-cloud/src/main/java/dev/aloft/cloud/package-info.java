/**
 * What providers of clouds share: what is sent of a job's inputs, the archives that scripts and
 * models travel in, tables of data beside classes, and the time of a service as its answers tell
 * it. For providers, not for applications.
 */
@NullMarked
package dev.aloft.cloud;

import org.jspecify.annotations.NullMarked;
