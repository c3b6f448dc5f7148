package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Data;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.local.ChildJvm;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker finds its classes however the program that asks for it was started. */
public class LaunchesTest {
  private static final String NEEDED =
      ".*/(classes|test-classes|(aloft-core|jackson-|slf4j-api|xgboost4j_|commons-logging|kryo-)[^/]*\\.jar)";

  @TempDir Path directory;

  @Test
  void fromAPlainClassPath() throws Exception {
    train(ChildJvm.java().toString(), "-cp", joined(needed()), Program.class.getName());
  }

  @Test
  void fromALoaderThatABuildToolOrAShellMade() throws Exception {
    Path alone = directory.resolve("alone");
    Path file = alone.resolve(Launcher.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    try (InputStream in = Launcher.class.getResourceAsStream("LaunchesTest$Launcher.class")) {
      Files.copy(in, file);
    }

    train(
        ChildJvm.java().toString(),
        "-Dprogram.path=" + joined(needed()),
        "-cp",
        alone.toString(),
        Launcher.class.getName());
  }

  @Test
  void fromOneJarWithEverythingInIt() throws Exception {
    Path jar = directory.resolve("every thing.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new ZipOutputStream(out).close();
    }
    try (FileSystem all = FileSystems.newFileSystem(jar, Map.of("noCompression", true))) {
      for (Path entry : needed()) {
        if (Files.isDirectory(entry)) {
          copy(entry, all.getPath("/"));
        } else {
          try (FileSystem one = FileSystems.newFileSystem(entry)) {
            copy(one.getPath("/"), all.getPath("/"));
          }
        }
      }
    }

    train(ChildJvm.java().toString(), "-cp", jar.toString(), Program.class.getName());
  }

  private void train(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.add(directory.toString());
    Process program = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).as(said).isZero();
  }

  private static List<Path> needed() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.matches(NEEDED))
        .map(Path::of)
        .toList();
  }

  private static String joined(List<Path> entries) {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(LaunchesTest::isWanted)::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (target.getParent() != null) {
          Files.createDirectories(target.getParent());
        }
        if (!Files.exists(target)) {
          Files.copy(file, target);
        }
      }
    }
  }

  private static boolean isWanted(Path file) {
    String name = file.toString();
    return Files.isRegularFile(file) && !name.contains("/macos/") && !name.contains("/windows/");
  }

  /** Trains a small model. */
  public static final class Program {
    /** Ends with 0 when it did. */
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      Path data = Files.write(directory.resolve("data.csv"), List.of("a,b", "1,2", "2,3"));
      TrainingJob job =
          TrainingJob.builder("data", Algorithm.xgboost())
              .input("train", Data.csv(data).label("b"))
              .hyperparameter("num_round", 1)
              .build();
      TrainingBench bench = new TrainingBench(directory);
      RunRef run = bench.create(job, "data-1");
      RunStatus end = bench.end(run);
      System.out.println(end + "\n" + bench.log(run));
      System.exit(end.state() == OperationState.SUCCEEDED ? 0 : 1);
    }
  }

  /** Runs the program with a loader of its own, below which nothing of it can be seen. */
  public static final class Launcher {
    /** Hands its arguments on. */
    public static void main(String[] arguments) throws Exception {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("program.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      System.clearProperty("program.path");
      URLClassLoader loader =
          new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
      loader
          .loadClass("dev.aloft.local.training.LaunchesTest$Program")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    }
  }
}
