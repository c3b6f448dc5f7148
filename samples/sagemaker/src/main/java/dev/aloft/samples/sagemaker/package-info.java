/** A program on SageMaker. */
@NullMarked
package dev.aloft.samples.sagemaker;

import org.jspecify.annotations.NullMarked;
