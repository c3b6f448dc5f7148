package dev.aloft.local.training;

import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.error.Problems;
import dev.aloft.local.LocalMachine;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.Map;

/** What this machine cannot do of what a job asks. Stateless. */
final class LocalJobChecks {
  private LocalJobChecks() {}

  static void check(TrainingJob job, WorkerSettings settings, Problems problems) {
    if (job.workload() instanceof Script script) {
      script(script, settings, problems);
    } else if (job.workload() instanceof Container container) {
      problems.add(
          "container.image",
          container.image(),
          "an Algorithm or a Script: this provider runs processes and no containers");
    }
    for (Map.Entry<String, Data> input : job.inputs().entrySet()) {
      problems.require(
          input.getValue().isLocal(),
          "inputs." + input.getKey(),
          input.getValue().location(),
          "a path on this machine; copy the data here first");
    }
    job.machine().ifPresent(machine -> machine(machine, problems));
    String device = String.valueOf(job.hyperparameters().getOrDefault("device", "cpu"));
    problems.require(
        !(job.workload() instanceof Algorithm) || device.equals("cpu"),
        "hyperparameters.device",
        device,
        "cpu, since this machine offers no accelerator; or another provider");
    problems.require(job.nodes() == 1, "nodes", job.nodes(), "1: there is one machine");
    Secrets.check(job.secrets(), problems);
  }

  private static void script(Script script, WorkerSettings settings, Problems problems) {
    problems.require(
        script.image().isEmpty(),
        "script.image",
        script.image().orElse(""),
        "no image: this provider runs scripts with the Python of this machine");
    boolean found =
        settings.python().isEmpty()
            ? Programs.find("python3").or(() -> Programs.find("python")).isPresent()
            : Programs.find(settings.python()).isPresent();
    problems.require(
        found,
        WorkerSettings.PYTHON,
        settings.python(),
        "the path of a Python interpreter, in the setting \"" + WorkerSettings.PYTHON + "\"");
  }

  private static void machine(Machine machine, Problems problems) {
    problems.require(
        machine.type().map(LocalMachine.NAME::equals).orElse(true),
        "machine.type",
        machine,
        "Machine.type(\"" + LocalMachine.NAME + "\"), or none");
    problems.require(
        machine.gpu().isEmpty(),
        "machine.gpu",
        machine,
        "no gpu(…), since this machine offers no accelerator; or another provider");
  }
}
