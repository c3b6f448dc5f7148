package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint. Guarded by the clock's monitor. */
final class Endpoint implements Resource {
  private final String name;
  private final String arn;
  private final Instant created;
  private Instant modified;
  private EndpointState state = EndpointState.CREATING;
  private Fleet fleet;
  private @Nullable Rollout rollout;
  private @Nullable String reason;
  private @Nullable ObjectNode deployment;

  Endpoint(String name, String arn, Instant created, Fleet fleet) {
    this.name = name;
    this.arn = arn;
    this.created = created;
    this.modified = created;
    this.fleet = fleet;
  }

  @Override
  public String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  @Override
  public Instant created() {
    return created;
  }

  @Override
  public Instant modified() {
    return modified;
  }

  @Override
  public String status() {
    return state.word();
  }

  EndpointState state() {
    return state;
  }

  void become(EndpointState next, Instant now) {
    state = next;
    modified = now;
  }

  /** The machines whose configuration is the endpoint's. */
  Fleet fleet() {
    return fleet;
  }

  void fleet(Fleet next) {
    fleet = next;
  }

  /** The update on its way, or what is left of one that could not be taken back. */
  @Nullable Rollout rollout() {
    return rollout;
  }

  void rollout(@Nullable Rollout update) {
    rollout = update;
  }

  /** Why it failed, or why its last update did. */
  @Nullable String reason() {
    return reason;
  }

  void reason(@Nullable String text) {
    reason = text;
  }

  /** How its last update went, or the next one is to go. */
  @Nullable ObjectNode deployment() {
    return deployment;
  }

  void deployment(@Nullable ObjectNode config) {
    deployment = config;
  }

  /** All machines that it has, old and new. */
  List<Fleet> fleets() {
    List<Fleet> fleets = new ArrayList<>();
    fleets.add(fleet);
    if (rollout != null) {
      fleets.add(rollout.next());
    }
    return fleets;
  }

  ObjectNode summary() {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.put("EndpointName", name);
    summary.put("EndpointArn", arn);
    summary.set("CreationTime", Epoch.seconds(created));
    summary.set("LastModifiedTime", Epoch.seconds(modified));
    summary.put("EndpointStatus", state.word());
    return summary;
  }
}
