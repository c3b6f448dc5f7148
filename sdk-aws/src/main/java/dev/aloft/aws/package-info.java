/** SageMaker and S3. */
@NullMarked
package dev.aloft.aws;

import org.jspecify.annotations.NullMarked;
