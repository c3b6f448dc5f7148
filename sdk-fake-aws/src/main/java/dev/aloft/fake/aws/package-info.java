/** A SageMaker in the JVM, with the S3 and the other services that its clients call. */
@NullMarked
package dev.aloft.fake.aws;

import org.jspecify.annotations.NullMarked;
