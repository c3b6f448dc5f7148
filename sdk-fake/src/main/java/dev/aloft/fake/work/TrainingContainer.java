package dev.aloft.fake.work;

/** An image that trains. */
@FunctionalInterface
public interface TrainingContainer {

  /** Starts; must not wait for the end. */
  Work start(TrainingWork work) throws Exception;
}
