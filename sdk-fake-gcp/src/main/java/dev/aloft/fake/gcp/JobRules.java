package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.AcceleratorType;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.DiskSpec;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.PythonPackageSpec;
import com.google.cloud.aiplatform.v1.Scheduling;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a job must be like to be accepted. Used once. */
final class JobRules {
  private static final int POOLS = 4;
  private static final int VARIABLES = 100;
  private static final int PACKAGES = 100;
  private static final int SMALLEST_DISK = 100;
  private static final int LARGEST_DISK = 64_000;
  private static final Duration LONGEST_FLEX_START = Duration.ofDays(7);
  private static final Set<AcceleratorType> FLEXIBLE =
      Set.of(
          AcceleratorType.NVIDIA_L4,
          AcceleratorType.NVIDIA_TESLA_A100,
          AcceleratorType.NVIDIA_A100_80GB,
          AcceleratorType.NVIDIA_H100_80GB,
          AcceleratorType.NVIDIA_H100_MEGA_80GB,
          AcceleratorType.NVIDIA_H200_141GB,
          AcceleratorType.NVIDIA_B200);

  private final FieldErrors errors = new FieldErrors();

  private JobRules() {}

  /** Refuses a job with all that is wrong in it. */
  static void check(Cloud cloud, CustomJob job) {
    check(cloud, job.getJobSpec(), "custom_job.job_spec");
  }

  /** Refuses what a job does, where it stands at a path of a request. */
  static void check(Cloud cloud, CustomJobSpec spec, String path) {
    JobRules rules = new JobRules();
    rules.spec(spec, path);
    rules.errors.refuse();
    refuseUnserved(cloud, spec);
    if (spec.hasBaseOutputDirectory()) {
      GcsAddress.of(spec.getBaseOutputDirectory().getOutputUriPrefix()).requireNear(cloud);
    }
  }

  /** What would be accepted there and means something: nobody is to believe that it does here. */
  private static void refuseUnserved(Cloud cloud, CustomJobSpec spec) {
    if (!spec.getPersistentResourceId().isEmpty()) {
      throw GcpFailure.notFound(
          "The PersistentResource \"projects/"
              + cloud.projects().number()
              + "/locations/"
              + cloud.location()
              + "/persistentResources/"
              + spec.getPersistentResourceId()
              + "\" does not exist.");
    }
    if (!spec.getExperiment().isEmpty() || !spec.getExperimentRun().isEmpty()) {
      throw GcpFailure.notServed("An experiment of a job");
    }
    for (WorkerPoolSpec pool : spec.getWorkerPoolSpecsList()) {
      if (pool.getNfsMountsCount() > 0 || pool.getLustreMountsCount() > 0) {
        throw GcpFailure.notServed("A file server that is mounted in a job's containers");
      }
    }
  }

  private void spec(CustomJobSpec spec, String path) {
    List<WorkerPoolSpec> pools = spec.getWorkerPoolSpecsList();
    String poolsPath = path + ".worker_pool_specs";
    errors.unless(!pools.isEmpty(), poolsPath, "Required field is not set.");
    errors.unless(pools.size() <= POOLS, poolsPath, "There are more than 4 worker pools.");
    for (int i = 0; i < pools.size(); i++) {
      WorkerPoolSpec pool = pools.get(i);
      if (i == 0 || !pool.equals(WorkerPoolSpec.getDefaultInstance())) {
        pool(pool, poolsPath + "[" + i + "]", i == 0);
      }
    }
    if (spec.hasBaseOutputDirectory()) {
      errors.unless(
          GcsAddress.isOne(spec.getBaseOutputDirectory().getOutputUriPrefix()),
          path + ".base_output_directory.output_uri_prefix",
          "It is no Cloud Storage address, which begins with gs://.");
    }
    errors.unless(
        spec.getTensorboard().isEmpty() || !spec.getServiceAccount().isEmpty(),
        path + ".service_account",
        "A service account is required when a tensorboard is given.");
    errors.unless(
        spec.getNetwork().isEmpty()
            || spec.getNetwork().matches("projects/\\d+/global/networks/[a-z0-9-]+"),
        path + ".network",
        "The network has to be named projects/{project number}/global/networks/{network}.");
    scheduling(spec, path + ".scheduling");
  }

  private void pool(WorkerPoolSpec pool, String path, boolean chief) {
    errors.unless(
        chief ? pool.getReplicaCount() == 1 : pool.getReplicaCount() >= 1,
        path + ".replica_count",
        chief ? "The first worker pool has exactly 1 replica." : "There is no replica.");
    machine(pool.getMachineSpec(), path + ".machine_spec");
    if (pool.hasDiskSpec()) {
      disk(pool.getDiskSpec(), path + ".disk_spec");
    }
    switch (pool.getTaskCase()) {
      case CONTAINER_SPEC -> variables(pool.getContainerSpec().getEnvCount(), path);
      case PYTHON_PACKAGE_SPEC -> python(pool.getPythonPackageSpec(), path);
      default -> errors.add(path, "One of container_spec and python_package_spec has to be given.");
    }
  }

  private void python(PythonPackageSpec python, String path) {
    variables(python.getEnvCount(), path);
    String here = path + ".python_package_spec.package_uris";
    errors.unless(python.getPackageUrisCount() <= PACKAGES, here, "There are more than 100.");
    for (String uri : python.getPackageUrisList()) {
      errors.unless(GcsAddress.isOne(uri), here, "'" + uri + "' is no Cloud Storage address.");
    }
  }

  private void variables(int count, String path) {
    errors.unless(count <= VARIABLES, path + ".env", "There are more than 100 variables.");
  }

  private void machine(MachineSpec machine, String path) {
    String type = machine.getMachineType();
    errors.unless(!type.isEmpty(), path + ".machine_type", "Required field is not set.");
    errors.unless(
        type.isEmpty() || MachineTypes.isKnown(type),
        path + ".machine_type",
        "Machine type \"" + type + "\" is not supported.");
    boolean accelerated = machine.getAcceleratorTypeValue() != 0;
    errors.unless(
        accelerated == machine.getAcceleratorCount() > 0,
        path + ".accelerator_count",
        "accelerator_type and accelerator_count have to be given together.");
    accelerators(errors, machine, path);
  }

  /** Adds what is wrong with the accelerators of a machine of a known type. */
  static void accelerators(FieldErrors errors, MachineSpec machine, String path) {
    String type = machine.getMachineType();
    int count = machine.getAcceleratorCount();
    boolean accelerated = machine.getAcceleratorTypeValue() != 0;
    errors.unless(
        accelerated || !MachineTypes.isAccelerated(type),
        path + ".accelerator_type",
        "Machine type \"" + type + "\" has accelerators, whose type and count have to be given.");
    errors.unless(
        !accelerated || MachineTypes.takes(type, machine.getAcceleratorType()),
        path + ".accelerator_type",
        "Accelerator \""
            + machine.getAcceleratorType()
            + "\" is not supported for machine type \""
            + type
            + "\".");
    errors.unless(
        !accelerated || MachineTypes.takes(type, machine.getAcceleratorType(), count),
        path + ".accelerator_count",
        count + " accelerators are not supported for machine type \"" + type + "\".");
  }

  private void disk(DiskSpec disk, String path) {
    int size = disk.getBootDiskSizeGb();
    errors.unless(
        size == 0 || (size >= SMALLEST_DISK && size <= LARGEST_DISK),
        path + ".boot_disk_size_gb",
        "The size has to be between 100 and 64000.");
    errors.unless(
        Set.of("", "pd-ssd", "pd-standard", "hyperdisk-balanced").contains(disk.getBootDiskType()),
        path + ".boot_disk_type",
        "Disk type \"" + disk.getBootDiskType() + "\" is not supported.");
  }

  private void scheduling(CustomJobSpec spec, String path) {
    Scheduling scheduling = spec.getScheduling();
    errors.unless(
        scheduling.getTimeout().getSeconds() >= 0, path + ".timeout", "The timeout is negative.");
    if (scheduling.getStrategy() != Scheduling.Strategy.FLEX_START) {
      return;
    }
    errors.unless(
        Times.of(scheduling.getTimeout()).compareTo(LONGEST_FLEX_START) <= 0,
        path + ".timeout",
        "The timeout of FLEX_START is 7 days at most.");
    for (WorkerPoolSpec pool : spec.getWorkerPoolSpecsList()) {
      errors.unless(
          FLEXIBLE.contains(pool.getMachineSpec().getAcceleratorType()),
          path + ".strategy",
          "FLEX_START is not supported without one of the accelerators " + FLEXIBLE + ".");
    }
  }
}
