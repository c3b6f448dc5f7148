package dev.aloft.internal.histories;

import dev.aloft.internal.services.Service;
import dev.aloft.internal.services.Specs;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a history from a seed. */
final class RandomHistories {
  private static final List<EndpointRevision> REVISIONS =
      List.of(
          Specs.revision("good-a", false),
          Specs.revision("good-b", false),
          Specs.revision("good-c", true),
          Specs.revision("bad-x", false),
          Specs.revision("bad-y", true));

  private static final int[] PROCESSES = {1, 1, 2, 2, 3};

  private RandomHistories() {}

  static History of(long seed, Service service) {
    Random random = new Random(seed);
    int processes = PROCESSES[random.nextInt(PROCESSES.length)];
    double faulty = random.nextInt(4) == 0 ? 0 : 0.08;
    boolean sleepy = random.nextInt(3) == 0;
    double switching = processes == 1 ? 0 : new double[] {0.05, 0.3, 0.9}[random.nextInt(3)];
    History history = new History(random, service, Faults.random(random, faulty, 2), switching);
    for (int i = 0; i < processes; i++) {
      Client client = history.client(sleepy ? Naps.random(random, 0.02) : Naps.NONE);
      int count = 1 + random.nextInt(3);
      List<History.Move> moves = new ArrayList<>();
      for (int m = 0; m < count; m++) {
        moves.add(move(random, service.splitsTraffic()));
      }
      history.process(client, moves);
    }
    return history;
  }

  private static History.Move move(Random random, boolean splits) {
    int kind = random.nextInt(10);
    EndpointRevision first = REVISIONS.get(random.nextInt(REVISIONS.size()));
    EndpointRevision second = REVISIONS.get(random.nextInt(REVISIONS.size()));
    int cancelAt = random.nextInt(4) == 0 ? random.nextInt(25) : -1;
    int patience = random.nextInt(5) == 0 ? random.nextInt(20) : History.patient();
    if (kind < 5) {
      return (client, history) ->
          history.carryOut(client, "deploy", Specs.single(World.NAME, first), cancelAt, patience);
    }
    if (kind < 7) {
      return (client, history) -> history.carryOut(client, "undeploy", null, cancelAt, patience);
    }
    if (kind < 9 && splits && !first.equals(second)) {
      return (client, history) ->
          history.carryOut(
              client,
              "canary",
              Specs.split(World.NAME, first, second, 10 * (1 + random.nextInt(5))),
              cancelAt,
              patience);
    }
    return (client, history) -> {
      EndpointSpec settled = client.reconciler.settled(World.NAME).orElse(null);
      history.carryOut(client, "rollback", settled, cancelAt, patience);
    };
  }
}
