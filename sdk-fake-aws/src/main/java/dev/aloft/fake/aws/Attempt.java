package dev.aloft.fake.aws;

import dev.aloft.fake.work.ContainerRun;
import dev.aloft.fake.work.Steps;
import java.util.concurrent.Executor;

/**
 * One attempt of a job.
 *
 * @param files what its containers find and leave
 * @param containers what works on them
 */
record Attempt(JobFiles files, ContainerRun containers) {

  static Attempt of(Cloud cloud, Executor lanes, Steps steps, JobFiles files) {
    return new Attempt(
        files, new ContainerRun(cloud.clock(), cloud.backstage(), lanes, steps, files::delete));
  }
}
