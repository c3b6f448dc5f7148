/**
 * Containers that really work: what a fake cloud starts for an image, to train or to serve. Images
 * that nobody has told about are refused.
 */
@NullMarked
package dev.aloft.fake.work;

import org.jspecify.annotations.NullMarked;
