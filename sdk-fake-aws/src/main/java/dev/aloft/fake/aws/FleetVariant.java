package dev.aloft.fake.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A variant at work: its machines, its share, and its containers. Guarded by the monitor. */
final class FleetVariant {
  private final Variant variant;
  private final @Nullable Model model;
  private double currentWeight;
  private double desiredWeight;
  private int currentCount;
  private int desiredCount;
  private @Nullable ObjectNode serverless;
  private @Nullable Pipeline pipeline;
  private double credit;

  FleetVariant(Variant variant, @Nullable Model model) {
    this.variant = variant;
    this.model = model;
    this.desiredWeight = variant.weight();
    this.desiredCount = variant.count();
    this.serverless = variant.serverless() == null ? null : variant.serverless().deepCopy();
  }

  String name() {
    return variant.name();
  }

  Variant variant() {
    return variant;
  }

  @Nullable Model model() {
    return model;
  }

  List<ModelContainer> containers() {
    return model == null ? List.of() : model.containers();
  }

  double currentWeight() {
    return currentWeight;
  }

  double desiredWeight() {
    return desiredWeight;
  }

  void desireWeight(double weight) {
    desiredWeight = weight;
  }

  int currentCount() {
    return currentCount;
  }

  int desiredCount() {
    return desiredCount;
  }

  void desireCount(int count) {
    desiredCount = count;
  }

  @Nullable ObjectNode serverless() {
    return serverless;
  }

  void serverless(ObjectNode changed) {
    serverless = changed;
  }

  /** Whether it has no machines and answers as many requests at once as it may. */
  boolean isFull() {
    return serverless != null
        && pipeline != null
        && pipeline.inside() >= serverless.path("MaxConcurrency").asInt();
  }

  /** What is desired is there. */
  void settle() {
    currentWeight = desiredWeight;
    currentCount = desiredCount;
  }

  /** How many machines of a type it has, or will have. */
  int machines(String type) {
    return variant.machine().equals(type) ? Math.max(currentCount, desiredCount) : 0;
  }

  @Nullable Pipeline pipeline() {
    return pipeline;
  }

  void run(Pipeline started) {
    pipeline = started;
  }

  /** Adds to what it is owed, as the next request's share; the one owed most takes it. */
  double owe(double share) {
    credit += share;
    return credit;
  }
}
