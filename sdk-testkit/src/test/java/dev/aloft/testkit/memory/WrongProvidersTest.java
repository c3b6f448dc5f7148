package dev.aloft.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Every suite fails for a provider that gets something wrong which is the suite's business. */
class WrongProvidersTest {
  @TempDir Path reports;

  /** A suite, a defect, and the test that must see it. */
  record Mistake(Class<?> suite, Defect defect, String test) {
    @Override
    public String toString() {
      return suite.getSimpleName() + " sees " + defect;
    }
  }

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake(
            WrongProvider.Capabilities.class,
            Defect.OVERDECLARES,
            "noMoreIsThereThanTheProviderDeclares"),
        new Mistake(
            WrongProvider.Capabilities.class, Defect.GOES_PAST_LAYERS, "somethingCanBeDone"),
        new Mistake(
            WrongProvider.Concurrency.class,
            Defect.FORGETS_RUNS,
            "twoProcessesWithOneKeyHaveOneRun"),
        new Mistake(
            WrongProvider.Concurrency.class,
            Defect.KEEPS_OLD_REVISION,
            "aProcessThatSleptPastItsLeaseWakesUpLate"),
        new Mistake(WrongProvider.Crash.class, Defect.LEAVES_PART, "undeploying"),
        new Mistake(
            WrongProvider.Data.class, Defect.IGNORES_SEPARATOR, "separatorsAndQuotesDoNotMatter"),
        new Mistake(
            WrongProvider.Data.class, Defect.ORDERS_CATEGORIES, "categoriesAreTextsWithoutAnOrder"),
        new Mistake(
            WrongProvider.Data.class,
            Defect.REFUSES_UNKNOWN_CATEGORIES,
            "aCategoryThatWasNotLearnedIsMissing"),
        new Mistake(
            WrongProvider.Driver.class,
            Defect.OBSERVE_WRITES,
            "lookingDecidingAndActingKeepToTheirRules"),
        new Mistake(
            WrongProvider.Driver.class,
            Defect.NEXT_REMEMBERS,
            "lookingDecidingAndActingKeepToTheirRules"),
        new Mistake(
            WrongProvider.Errors.class, Defect.TELLS_SECRET, "aSecretSettingIsNowhereToBeSeen"),
        new Mistake(WrongProvider.Errors.class, Defect.SAYS_NO_REASON, "failingCode"),
        new Mistake(
            WrongProvider.Names.class, Defect.CUTS_NAMES, "namesThatLookAlikeHaveNoPartInCommon"),
        new Mistake(WrongProvider.Operations.class, Defect.SWALLOWS_CANCEL, "cancellingEndsTheRun"),
        new Mistake(
            WrongProvider.Operations.class, Defect.STOPPED_IS_SUCCESS, "cancellingEndsTheRun"),
        new Mistake(
            WrongProvider.Operations.class,
            Defect.NEVER_ENDS,
            "waitingFutureAndListenerSayTheSame"),
        new Mistake(
            WrongProvider.Predictions.class, Defect.REVERSES_ROWS, "manyRowsComeBackInTheirOrder"),
        new Mistake(
            WrongProvider.Probes.class,
            Defect.ANSWERS_FOR_FAILED,
            "whatServesAndCannotPredictIsNotDeployed"),
        new Mistake(
            WrongProvider.Registry.class,
            Defect.OLDEST_VERSION_FIRST,
            "otherContentIsTheNextVersionAndTheNewestIsTaken"),
        new Mistake(
            WrongProvider.Registry.class,
            Defect.FORGETS_VERSIONS,
            "theSameContentIsTheSameVersion"),
        new Mistake(
            WrongProvider.Resilience.class,
            Defect.REPEATS_BILLED_WRITE,
            "theWorkIsDoneOnceAlthoughEveryAnswerIsLostOnce"),
        new Mistake(
            WrongProvider.Resilience.class,
            Defect.WRITES_WHILE_CHANGING,
            "noWriteIsRepeatedWhileItsChangeIsUnderWay"),
        new Mistake(WrongProvider.Serving.class, Defect.LEAVES_PART, "undeployLeavesNothing"),
        new Mistake(WrongProvider.Serving.class, Defect.OBSERVE_WRITES, "aPlanWritesNothing"),
        new Mistake(
            WrongProvider.Serving.class,
            Defect.TAKES_WHAT_IS_NOT_OURS,
            "whatSomebodyElseMadeIsLeftAlone"),
        new Mistake(
            WrongProvider.Serving.class,
            Defect.UPDATE_INTERRUPTS,
            "anUpdateIsAtomicForThoseWhoCall"),
        new Mistake(
            WrongProvider.Serving.class,
            Defect.FAILED_UPDATE_IS_DONE,
            "anUpdateToAModelThatCannotServeIsRolledBack"),
        new Mistake(
            WrongProvider.Serving.class, Defect.FORGETS_TAGS, "everyPartIsOursAndSaysWhoseItIs"),
        new Mistake(
            WrongProvider.Training.class,
            Defect.DECLARES_WHAT_IS_NOT_THERE,
            "aScriptGetsItsParametersAndLeavesAModel"),
        new Mistake(
            WrongProvider.Training.class, Defect.LOSES_LOG_LINES, "theLogIsWholeAndComesInOrder"),
        new Mistake(
            WrongProvider.Training.class,
            Defect.FORGETS_RUNS,
            "theSameKeyAndJobAreTheExistingRun"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aDefectMakesTheTestFailThatIsAboutIt(Mistake mistake) {
    run(mistake).testEvents().assertStatistics(events -> events.started(1).failed(1));
  }

  @Test
  void everySuiteAndEveryDefectIsTried() {
    Set<Class<?>> suites = mistakes().stream().map(Mistake::suite).collect(Collectors.toSet());
    Set<Defect> defects = mistakes().stream().map(Mistake::defect).collect(Collectors.toSet());

    assertThat(suites).isEqualTo(Set.copyOf(Arrays.asList(WrongProvider.class.getClasses())));
    assertThat(defects).isEqualTo(EnumSet.allOf(Defect.class));
  }

  private EngineExecutionResults run(Mistake mistake) {
    WrongProvider.DEFECT.set(mistake.defect());
    try {
      return EngineTestKit.engine("junit-jupiter")
          .configurationParameter("aloft.conformance.directory", reports.toString())
          .selectors(selectMethod(mistake.suite(), mistake.test()))
          .execute();
    } finally {
      WrongProvider.DEFECT.remove();
    }
  }
}
