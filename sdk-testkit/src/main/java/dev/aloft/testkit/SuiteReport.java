package dev.aloft.testkit;

import java.util.ArrayList;
import java.util.List;

/** What became of the tests of one suite. Thread-safe. */
final class SuiteReport {
  private final String name;
  private final List<String> ran = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final List<String> notRun = new ArrayList<>();

  SuiteReport(String name) {
    this.name = name;
  }

  synchronized void ran(String test) {
    ran.add(name + "." + test);
  }

  synchronized void refused(String test) {
    refused.add(name + "." + test);
  }

  synchronized void failed(String test) {
    failed.add(name + "." + test);
  }

  synchronized void notRun(String test) {
    notRun.add(name + "." + test);
  }

  String name() {
    return name;
  }

  synchronized List<String> ran() {
    return List.copyOf(ran);
  }

  synchronized List<String> refused() {
    return List.copyOf(refused);
  }

  synchronized List<String> failed() {
    return List.copyOf(failed);
  }

  synchronized List<String> notRun() {
    return List.copyOf(notRun);
  }

  /** Whether at least one test said something about the provider. */
  synchronized boolean saidSomething() {
    return !ran.isEmpty() || !refused.isEmpty() || !failed.isEmpty();
  }
}
