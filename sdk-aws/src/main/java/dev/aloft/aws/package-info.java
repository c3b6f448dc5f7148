/**
 * SageMaker and S3, scheme {@code aws}. {@link dev.aloft.aws.SageMaker} has what only SageMaker
 * knows; the rest is found by its scheme.
 *
 * <table>
 *   <caption>A training job in SageMaker's words</caption>
 *   <tr><th>Aloft</th><th>SageMaker</th></tr>
 *   <tr><td>run</td><td>training job; its name is the group and an ending of letters and digits
 *   </td></tr>
 *   <tr><td>{@code Algorithm.xgboost()}</td><td>the image {@code sagemaker-xgboost}, hyperparameters
 *   as plain texts; local CSV is rewritten with the label first and no header</td></tr>
 *   <tr><td>{@code Script}</td><td>a framework's image, {@code ContainerEntrypoint} {@code /bin/sh},
 *   channels {@code code} and {@code aloft}</td></tr>
 *   <tr><td>{@code Container}</td><td>{@code TrainingImage}, {@code ContainerEntrypoint}, {@code
 *   ContainerArguments}</td></tr>
 *   <tr><td>inputs</td><td>{@code InputDataConfig}, a channel each; local files lie in the staging
 *   bucket first</td></tr>
 *   <tr><td>hyperparameters, environment, labels</td><td>{@code HyperParameters}, {@code
 *   Environment}, {@code Tags}</td></tr>
 *   <tr><td>machine, nodes</td><td>{@code ResourceConfig}: {@code InstanceType}, the cheapest known
 *   that has what is asked for, and {@code InstanceCount}; no volume unless asked for</td></tr>
 *   <tr><td>{@code maxRuntime}, {@code spot}</td><td>{@code StoppingCondition}, {@code
 *   EnableManagedSpotTraining}</td></tr>
 *   <tr><td>{@code checkpoints}</td><td>{@code CheckpointConfig}, a place of its own for each run
 *   </td></tr>
 *   <tr><td>model, output, checkpoints</td><td>{@code STAGING/aloft/outputs/RUN/} with {@code
 *   output/model}, {@code output/data} and {@code checkpoints}, unpacked</td></tr>
 *   <tr><td>log</td><td>the streams {@code RUN/…} of {@code /aws/sagemaker/TrainingJobs}, merged by
 *   time</td></tr>
 *   <tr><td>metrics</td><td>{@code ALOFT_METRICS}, the algorithm's own lines, {@code
 *   FinalMetricDataList}</td></tr>
 *   <tr><td>key</td><td>the name, which SageMaker keeps for ever; the tags {@code aloft-owner}
 *   and {@code aloft-revision} tell whose it is and whether the job is the same</td></tr>
 * </table>
 *
 * <table>
 *   <caption>States</caption>
 *   <tr><th>Aloft</th><th>SageMaker</th></tr>
 *   <tr><td>QUEUED</td><td>{@code InProgress} with {@code Starting}, {@code Pending}, {@code
 *   Interrupted}, {@code Restarting}</td></tr>
 *   <tr><td>RUNNING</td><td>{@code InProgress} with any other word</td></tr>
 *   <tr><td>CANCELLING, CANCELLED</td><td>{@code Stopping}, {@code Stopped}</td></tr>
 *   <tr><td>SUCCEEDED</td><td>{@code Completed} only</td></tr>
 *   <tr><td>FAILED</td><td>{@code Failed}; with TIMED_OUT {@code Stopped} with {@code
 *   MaxRuntimeExceeded} or {@code MaxWaitTimeExceeded}</td></tr>
 * </table>
 */
@NullMarked
package dev.aloft.aws;

import org.jspecify.annotations.NullMarked;
