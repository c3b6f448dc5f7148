package dev.aloft.fake.aws.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.ContainerHost.Mapping;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingContainer.Server;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.fake.work.Tarball;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class FrameworkServingTest {
  private static final String IMAGE =
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312";
  private static final String SCRIPT =
      """
      import json, os
      def model_fn(model_dir):
          with open("/opt/ml/model/factor") as file:
              return float(file.read()) + len(os.listdir(model_dir)) * 0
      def input_fn(data, content_type):
          if content_type == "application/x-die":
              os._exit(9)
          if content_type != "application/json":
              raise ValueError("only JSON, not " + content_type)
          return json.loads(data)
      def predict_fn(data, model):
          return [value * model for value in data]
      """;

  @TempDir Path directory;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private Path model(String script) throws IOException {
    Path root = directory.resolve("ml");
    Files.createDirectories(root.resolve("model/code"));
    Files.writeString(root.resolve("model/factor"), "3");
    Files.writeString(root.resolve("model/code/inference.py"), script);
    return root;
  }

  private Server serve(ContainerHost host, Path root, Map<String, String> environment)
      throws Exception {
    return SageMakerImages.standard(host, (bucket, key) -> Optional.of(directory.resolve(key)))
        .serving(IMAGE)
        .orElseThrow()
        .start(new ServingWork(IMAGE, root, "/opt/ml", environment, lines::add));
  }

  private static Reply ask(Server server, String type, String accept, String body)
      throws Exception {
    return server.invoke(
        new Invocation(type, accept, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Mapping.class)
  void runsTheFunctionsOfTheScript(Mapping mapping) throws Exception {
    try (ContainerHost host = ContainerHost.withMapping(mapping);
        Server server = serve(host, model(SCRIPT), Map.of())) {
      Reply json = ask(server, "application/json", "", "[1, 2.5]");
      Reply csv = ask(server, "application/json", "text/csv", "[1, 2.5]");
      Reply wrong = ask(server, "text/csv", "", "1,2");

      assertThat(json.status()).as(text(json)).isEqualTo(200);
      assertThat(json.contentType()).isEqualTo("application/json");
      assertThat(text(json)).isEqualTo("[3.0, 7.5]");
      assertThat(text(csv)).isEqualTo("3.0\n7.5\n");
      assertThat(wrong.status()).isEqualTo(500);
      assertThat(text(wrong)).startsWith("only JSON, not text/csv\nTraceback");
      assertThat(lines).contains("ValueError: only JSON, not text/csv");
    }
  }

  @Test
  void takesTheScriptFromAnArchiveAndATransformFunction() throws Exception {
    Path source = Files.createDirectories(directory.resolve("source"));
    Files.writeString(
        source.resolve("serve.py"),
        """
        def model_fn(d):
          return 'm'
        def transform_fn(model, data, content_type, accept):
          return model + data.decode(), 'text/x-own'
        """);
    Tarball.pack(source, directory.resolve("code.tar.gz"));
    try (ContainerHost host = ContainerHost.ofThisMachine();
        Server server =
            serve(
                host,
                model("raise ValueError('not this one')"),
                Map.of(
                    "SAGEMAKER_PROGRAM",
                    "serve.py",
                    "SAGEMAKER_SUBMIT_DIRECTORY",
                    "s3://bucket/code.tar.gz"))) {
      Reply reply = ask(server, "application/octet-stream", "*/*", "-body");

      assertThat(text(reply)).isEqualTo("m-body");
      assertThat(reply.contentType()).isEqualTo("text/x-own");
    }
  }

  @Test
  void aWorkerThatDiesCostsItsOwnRequestOnly() throws Exception {
    try (ContainerHost host = ContainerHost.ofThisMachine();
        Server server = serve(host, model(SCRIPT), Map.of("SAGEMAKER_MODEL_SERVER_WORKERS", "1"))) {
      Reply died = ask(server, "application/x-die", "", "[1]");

      assertThat(died.status()).isEqualTo(500);
      assertThat(text(died)).contains("Worker died.");
      assertThat(text(ask(server, "application/json", "", "[1]"))).isEqualTo("[3.0]");
    }
  }

  @Test
  void manyAtOnceAndLarge() throws Exception {
    String large = "[" + "1, ".repeat(400_000) + "1]";
    try (ContainerHost host = ContainerHost.ofThisMachine();
        Server server = serve(host, model(SCRIPT), Map.of())) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return text(ask(server, "application/json", "", large));
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
      }
      assertThat(answers).allMatch(answer -> answer.join().length() == 5 * 400_001);
    }
  }

  @Test
  void doesNotStartWithAScriptThatFails() throws Exception {
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      Path root = model("import no_such_module\n");

      assertThatThrownBy(() -> serve(host, root, Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("exit code 1");
      assertThat(lines).anyMatch(line -> line.contains("No module named 'no_such_module'"));
    }
  }
}
