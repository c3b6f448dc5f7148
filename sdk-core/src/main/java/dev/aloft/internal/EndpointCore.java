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
    throw new UnsupportedOperationException(session.provider());
  }

  /** The name. */
  public String name() {
    return name;
  }

  Deployment deploy(Model model, DeployOptions options) {
    throw new UnsupportedOperationException(session.provider());
  }

  Plan plan(Model model, DeployOptions options) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Looks once. */
  public EndpointStatus status() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The address. */
  public String url() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The same, with predictions that may be repeated. */
  public EndpointCore repeatable() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Predicts. */
  public Predictions predict(List<Row> rows, @Nullable Duration timeout) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Predicts. */
  public Predictions predict(Table table, @Nullable Duration timeout) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Predicts. */
  public <T extends Record> T predict(Record input, Class<T> type) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Predicts. */
  public CompletableFuture<Prediction> predictAsync(Row row) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Sends bytes. */
  public Reply invoke(Payload payload, @Nullable Duration timeout) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Updates. */
  public Deployment update(Model model) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Splits. */
  public Deployment canary(Model model, int percent) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Promotes. */
  public Deployment promote() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Rolls back. */
  public Deployment rollback() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Removes. */
  public Deployment undeploy() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The wishes. */
  public Listing<Wish> history() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The log. */
  public Stream<LogLine> logs() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The renderings. */
  public Map<String, String> mimeBundle() {
    throw new UnsupportedOperationException(session.provider());
  }
}
