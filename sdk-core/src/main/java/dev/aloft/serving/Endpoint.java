package dev.aloft.serving;

import dev.aloft.Listing;
import dev.aloft.RichView;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.internal.EndpointCore;
import dev.aloft.internal.Handles;
import dev.aloft.model.Model;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * An endpoint by its name. Calls nothing before it is asked; a handle made by name in a new process
 * is as good as the one that deployed. Thread-safe.
 */
public final class Endpoint implements RichView {
  static {
    Handles.endpoints(Endpoint::new);
  }

  private final EndpointCore core;

  private Endpoint(EndpointCore core) {
    this.core = core;
  }

  /** The name. */
  public String name() {
    return core.name();
  }

  /** Where it stands now. Looks once. */
  public EndpointStatus status() {
    return core.status();
  }

  /** The address that a person can call. Looks once when it is not known. */
  public String url() {
    return core.url();
  }

  /** Predicts on one row, within the time that the provider gives a model, about 60 s. */
  public Prediction predict(Row row) {
    return core.predict(List.of(row), null).get(0);
  }

  /** Predicts on one row within a limit. */
  public Prediction predict(Row row, Duration timeout) {
    return core.predict(List.of(row), timeout).get(0);
  }

  /** Predicts on many rows, within the time that the provider gives a model, about 60 s. */
  public Predictions predict(List<Row> rows) {
    return core.predict(rows, null);
  }

  /** Predicts on a table, within the time that the provider gives a model, about 60 s. */
  public Predictions predict(Table table) {
    return core.predict(table, null);
  }

  /**
   * Predicts on a record whose components are named like the model's inputs.
   *
   * @param input a record
   * @param type a record whose components are named like the model's outputs, or that has only one
   */
  public <T extends Record> T predict(Record input, Class<T> type) {
    return core.predict(input, type);
  }

  /** Predicts on one row without holding the caller's thread. */
  public CompletableFuture<Prediction> predictAsync(Row row) {
    return core.predictAsync(row);
  }

  /** Sends bytes as they are. */
  public Reply invoke(Payload payload) {
    return core.invoke(payload, null);
  }

  /** Sends bytes as they are, within a limit. */
  public Reply invoke(Payload payload, Duration timeout) {
    return core.invoke(payload, timeout);
  }

  /** Marks predictions as harmless to repeat; they are then retried like reads. */
  public Endpoint repeatable() {
    return Handles.endpoint(core.repeatable());
  }

  /** Brings it to another model, keeping machines and replicas, and waits. */
  public Endpoint update(Model model) {
    return startUpdate(model).await();
  }

  /** Starts to bring it to another model, keeping machines and replicas. */
  public Deployment startUpdate(Model model) {
    return core.update(model);
  }

  /** Gives a share of the calls to another model, beside the present one, and waits. */
  public Endpoint canary(Model model, int percent) {
    return startCanary(model, percent).await();
  }

  /** Starts to give a share of the calls to another model. */
  public Deployment startCanary(Model model, int percent) {
    return core.canary(model, percent);
  }

  /** Gives all calls to the canary, removes the other, and waits. */
  public Endpoint promote() {
    return startPromote().await();
  }

  /** Starts to give all calls to the canary. */
  public Deployment startPromote() {
    return core.promote();
  }

  /**
   * Goes back to the state before the present one, and waits. After a promoted canary that is the
   * state before the canary began: nothing of the canary is served any more. Twice in a row goes
   * there and back.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST when it has served nothing else;
   *     NOT_FOUND when it serves nothing
   */
  public Endpoint rollback() {
    return startRollback().await();
  }

  /** Starts to go back to the state before the present one, as {@link #rollback} does. */
  public Deployment startRollback() {
    return core.rollback();
  }

  /** Removes everything that the endpoint made, and waits until it is gone. Fine when absent. */
  public void undeploy() {
    startUndeploy().await();
  }

  /** Starts to remove everything that the endpoint made. */
  public Deployment startUndeploy() {
    return core.undeploy();
  }

  /** The wishes so far, newest first, at most 20. */
  public Listing<Wish> history() {
    return core.history();
  }

  /** What it has printed so far. */
  public Stream<LogLine> logs() {
    return core.logs();
  }

  @Override
  public Map<String, String> mimeBundle() {
    return core.mimeBundle();
  }

  @Override
  public String toString() {
    return "endpoint " + name();
  }
}
