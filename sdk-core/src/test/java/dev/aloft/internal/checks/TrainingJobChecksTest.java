package dev.aloft.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.data.Secret;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingJobChecksTest extends JobProblems {
  private static final String TOKEN = "hf_" + "a".repeat(34);

  @Test
  void takesTheMainJob() {
    assertThatCode(
            () ->
                TrainingJob.builder("tumours", Algorithm.xgboost())
                    .input("train", Data.csv("breast-cancer.csv").label("benign"))
                    .hyperparameter("objective", "binary:logistic")
                    .hyperparameter("num_round", 100)
                    .maxRuntime(Duration.ofMinutes(30))
                    .build())
        .doesNotThrowAnyException();
  }

  @Test
  void takesEverythingThatIsRight() {
    assertThat(
            problems(
                job -> {
                  job.input("validation", Data.csv("b.csv").noHeader().label(0));
                  job.hyperparameter("early_stopping_rounds", 5)
                      .hyperparameter("objective", "multi:softprob")
                      .hyperparameter("num_class", "3")
                      .hyperparameter("eta", 0.1)
                      .hyperparameter("lambdarank_unbiased", true);
                  job.machine(Machine.cpus(8).memoryGib(32).gpu("L4", 1))
                      .nodes(2)
                      .spot(Duration.ofHours(24))
                      .maxRuntime(Duration.ofHours(24))
                      .label("team", "Data.Science_1")
                      .environment("LEVEL", "debug")
                      .secret("TOKEN", Secret.env("TOKEN"))
                      .secret("OTHER", Secret.of("aws-sm://prod/db"))
                      .key("2026-11-25 nightly")
                      .registerAs("churn");
                }))
        .isEmpty();
  }

  @Test
  void reportsEverythingAtOnceWithFieldValueAndFix() {
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                TrainingJob.builder("My_Job", Algorithm.xgboost())
                    .input("Train", Data.of("a.parquet"))
                    .hyperparameter("num_round", 0)
                    .hyperparameter("max_dept", 3)
                    .nodes(0)
                    .maxRuntime(Duration.ofDays(29))
                    .build());

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.problems())
        .extracting(Problem::field)
        .contains(
            "name",
            "inputs.Train",
            "inputs.train",
            "hyperparameters.num_round",
            "hyperparameters.max_dept",
            "nodes",
            "maxRuntime");
    assertThat(error.problems())
        .contains(
            new Problem(
                "hyperparameters.max_dept",
                "3",
                "XGBoost has no parameter of that name; did you mean max_depth?"),
            new Problem("nodes", "0", "at least 1"));
  }

  @Test
  void namesAHyperparameterWithoutAValue() {
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                TrainingJob.builder("job", Algorithm.xgboost())
                    .input("train", TRAIN)
                    .hyperparameter("eta", (String) null)
                    .build());

    assertThat(error.problems())
        .extracting(Problem::toString)
        .containsExactly("hyperparameters.eta is not given: a value; leave it out for its default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "/etc/train.py", "../train.py", "a/../../b.py", "a\\b.py"})
  void aScriptStaysInItsDirectory(String entry) {
    assertThat(fields(Script.of("code", entry), job -> {})).containsExactly("script.entry");
  }

  @Test
  void aScriptMayLieInAFolderAndTakeAnyInput() {
    assertThat(
            problems(
                Script.of("code", "src/./train.py"),
                job ->
                    job.input("images", Data.of("s3://b/x"))
                        .hyperparameter("my.rate-1", 1)
                        .hyperparameter("batch", 8)))
        .isEmpty();
  }

  @Test
  void aContainerHasAnImage() {
    assertThat(fields(Container.of(" "), job -> {})).containsExactly("container.image");
  }

  @ParameterizedTest
  @CsvSource({
    "inputs, 1train",
    "inputs, Train",
    "inputs, tr-ain",
    "hyperparameters, ' '",
    "hyperparameters, a b",
    "hyperparameters, --x"
  })
  void namesFollowTheirRule(String kind, String name) {
    assertThat(
            fields(
                Script.of("code", "train.py"),
                job -> {
                  if (kind.equals("inputs")) {
                    job.input(name, Data.of("x"));
                  } else {
                    job.hyperparameter(name, 1);
                  }
                }))
        .containsExactly(kind + "." + name);
  }

  @Test
  void timesHaveLimits() {
    assertThat(fields(job -> job.maxRuntime(Duration.ZERO))).containsExactly("maxRuntime");
    assertThat(fields(job -> job.maxRuntime(Duration.ofHours(2)).spot(Duration.ofHours(1))))
        .containsExactly("spot");
    assertThat(fields(job -> job.maxRuntime(Duration.ofDays(28)))).isEmpty();
  }

  @Test
  void machinesArePositive() {
    assertThat(fields(job -> job.machine(Machine.cpus(0)))).containsExactly("machine.cpus");
    assertThat(fields(job -> job.machine(Machine.cpus(Double.NaN)))).contains("machine.cpus");
    assertThat(fields(job -> job.machine(Machine.cpus(1).memoryGib(-1).gpu("", 0))))
        .containsExactly("machine.memoryGib", "machine.gpu", "machine.gpu");
    assertThat(fields(job -> job.machine(Machine.type(" ")))).containsExactly("machine.type");
  }

  @Test
  void variablesLeaveOursAlone() {
    assertThat(
            fields(
                job ->
                    job.environment("ALOFT_RUN", "x")
                        .environment("1A", "x")
                        .environment("NUL", "\0")
                        .environment("TWICE", "x")
                        .secret("TWICE", Secret.env("TWICE"))
                        .label("Team", "x")
                        .label("aloft-owner", "x")
                        .label("team", "a b")))
        .containsExactlyInAnyOrder(
            "environment.ALOFT_RUN",
            "environment.1A",
            "environment.NUL",
            "secrets.TWICE",
            "labels.Team",
            "labels.aloft-owner",
            "labels.team");
  }

  @Test
  void secretsAreReferencesAndNeverShown() {
    List<Problem> problems =
        problems(
            Script.of("code", "train.py").arguments("--token", TOKEN),
            job ->
                job.environment("TOKEN", TOKEN)
                    .hyperparameter("token", TOKEN)
                    .label("token", TOKEN)
                    .key(TOKEN)
                    .input("data", Data.of("https://x/y?sig=" + "A".repeat(30)))
                    .secret("A", Secret.of(TOKEN))
                    .secret("B", Secret.of("swordfish")));

    assertThat(problems)
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "environment.TOKEN",
            "hyperparameters.token",
            "labels.token",
            "key",
            "inputs.data",
            "script.arguments",
            "secrets.A",
            "secrets.B");
    assertThat(problems.toString()).doesNotContain(TOKEN, "swordfish", "AAAA");
  }

  @Test
  void keysAndRegistryNamesFollowTheirRule() {
    assertThat(fields(job -> job.key(" ").registerAs("Churn_Model")))
        .containsExactly("key", "registerAs");
    assertThat(fields(job -> job.key("k".repeat(129)))).containsExactly("key");
    assertThat(fields(job -> job.key("k".repeat(128)))).isEmpty();
  }

  @Test
  void noFaultShowsASignedAddress() {
    String uri = "https://store.example/c/x.csv?sv=1&sig=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789%3D";

    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                TrainingJob.builder("job", Algorithm.xgboost())
                    .input("train", Data.of(uri))
                    .build());

    assertThat(error.getMessage()).doesNotContain("AbCdEfGh");
    assertThat(error.toJson()).doesNotContain("AbCdEfGh");
    assertThat(error.problems()).hasSize(2);
  }
}
