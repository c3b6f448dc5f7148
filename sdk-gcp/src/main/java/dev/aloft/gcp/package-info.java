/**
 * Vertex AI and Cloud Storage, scheme {@code gcp}. {@link dev.aloft.gcp.Vertex} has what only
 * Vertex AI knows; the rest is found by its scheme.
 *
 * <table>
 *   <caption>What is what</caption>
 *   <tr><th>Aloft</th><th>Vertex AI</th></tr>
 *   <tr><td>run</td><td>custom job, found by its label {@code aloft-run}</td></tr>
 *   <tr><td>{@code Algorithm.xgboost()}</td><td>Aloft's own script in the training image of XGBoost;
 *   local CSV is rewritten with the label first and no header</td></tr>
 *   <tr><td>{@code Script}</td><td>{@code container_spec} with {@code sh -c}; bootstrap and archive
 *   from the staging bucket, mounted at {@code /gcs}</td></tr>
 *   <tr><td>{@code Container}</td><td>{@code image_uri}, {@code command}, {@code args}</td></tr>
 *   <tr><td>inputs</td><td>paths below {@code /gcs} in {@code ALOFT_INPUT_…}</td></tr>
 *   <tr><td>machine, nodes</td><td>{@code machine_spec}; the first pool has one replica, the second
 *   the others</td></tr>
 *   <tr><td>{@code maxRuntime}, {@code spot}</td><td>{@code scheduling.timeout}, {@code
 *   scheduling.strategy}</td></tr>
 *   <tr><td>model, output, checkpoints</td><td>{@code STAGING/aloft/outputs/RUN/}, the {@code
 *   base_output_directory}</td></tr>
 *   <tr><td>endpoint, revision</td><td>endpoint of the same id; a model and a deployed model each
 *   </td></tr>
 *   <tr><td>registered version</td><td>model version, found by the label of its content</td></tr>
 * </table>
 *
 * <table>
 *   <caption>States of a run</caption>
 *   <tr><th>Aloft</th><th>Vertex AI</th></tr>
 *   <tr><td>QUEUED</td><td>{@code QUEUED}, {@code PENDING}</td></tr>
 *   <tr><td>RUNNING</td><td>{@code RUNNING}, {@code UPDATING}, {@code PAUSED}, any new word</td></tr>
 *   <tr><td>CANCELLING, CANCELLED</td><td>the same words</td></tr>
 *   <tr><td>SUCCEEDED</td><td>{@code SUCCEEDED}, {@code PARTIALLY_SUCCEEDED}</td></tr>
 *   <tr><td>FAILED</td><td>{@code FAILED}; with NO_CAPACITY {@code EXPIRED}</td></tr>
 * </table>
 */
@NullMarked
package dev.aloft.gcp;

import org.jspecify.annotations.NullMarked;
