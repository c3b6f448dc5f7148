package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.ContainerSpec;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.GcsDestination;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import java.util.List;

/** Custom jobs as tests ask for them. */
final class Jobs {
  private Jobs() {}

  /** One machine that runs a command in an image, with its outputs below the job's name. */
  static CustomJob.Builder job(String name, String image, String... command) {
    CustomJobSpec.Builder spec =
        CustomJobSpec.newBuilder()
            .setBaseOutputDirectory(
                GcsDestination.newBuilder().setOutputUriPrefix("gs://staging/out/" + name))
            .addWorkerPoolSpecs(
                WorkerPoolSpec.newBuilder()
                    .setReplicaCount(1)
                    .setMachineSpec(MachineSpec.newBuilder().setMachineType("n1-standard-4"))
                    .setContainerSpec(
                        ContainerSpec.newBuilder()
                            .setImageUri(image)
                            .addAllCommand(List.of(command))));
    return CustomJob.newBuilder().setDisplayName(name).setJobSpec(spec);
  }

  /** One that runs a script. */
  static CustomJob.Builder script(String name, String script) {
    return job(name, "python:3.11", "python3", "-c", script);
  }
}
