package dev.aloft.internal;

import dev.aloft.Listing;
import dev.aloft.Plan;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointStatus;
import dev.aloft.serving.Prediction;
import dev.aloft.serving.Predictions;
import dev.aloft.serving.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One endpoint. Thread-safe. */
public final class EndpointCore {
  private final Session session;
  private final String name;

  EndpointCore(Session session, String name) {
    this.session = session;
    this.name = name;
  }

  static Listing<Endpoint> list(Session session) {
    return Pending.here();
  }

  /** The client. */
  Session session() {
    return session;
  }

  /** The name. */
  public String name() {
    return name;
  }

  Deployment deploy(Model model, DeployOptions options) {
    return Pending.here();
  }

  Plan plan(Model model, DeployOptions options) {
    return Pending.here();
  }

  /** Looks once. */
  public EndpointStatus status() {
    return Pending.here();
  }

  /** The address. */
  public String url() {
    return Pending.here();
  }

  /** The same, with predictions that may be repeated. */
  public EndpointCore repeatable() {
    return Pending.here();
  }

  /** Predicts. */
  public Predictions predict(List<Row> rows, @Nullable Duration timeout) {
    return Pending.here();
  }

  /** Predicts. */
  public Predictions predict(Table table, @Nullable Duration timeout) {
    return Pending.here();
  }

  /** Predicts. */
  public <T extends Record> T predict(Record input, Class<T> type) {
    return Pending.here();
  }

  /** Predicts. */
  public CompletableFuture<Prediction> predictAsync(Row row) {
    return Pending.here();
  }

  /** Sends bytes. */
  public Reply invoke(Payload payload, @Nullable Duration timeout) {
    return Pending.here();
  }

  /** Updates. */
  public Deployment update(Model model) {
    return Pending.here();
  }

  /** Splits. */
  public Deployment canary(Model model, int percent) {
    return Pending.here();
  }

  /** Promotes. */
  public Deployment promote() {
    return Pending.here();
  }

  /** Rolls back. */
  public Deployment rollback() {
    return Pending.here();
  }

  /** Removes. */
  public Deployment undeploy() {
    return Pending.here();
  }

  /** The wishes. */
  public Listing<Wish> history() {
    return Pending.here();
  }

  /** The log. */
  public Stream<LogLine> logs() {
    return Pending.here();
  }

  /** The renderings. */
  public Map<String, String> mimeBundle() {
    return Pending.here();
  }
}
