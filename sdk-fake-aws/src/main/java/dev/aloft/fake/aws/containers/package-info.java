/** What SageMaker's own images do: built-in XGBoost, and the framework images with scripts. */
@NullMarked
package dev.aloft.fake.aws.containers;

import org.jspecify.annotations.NullMarked;
