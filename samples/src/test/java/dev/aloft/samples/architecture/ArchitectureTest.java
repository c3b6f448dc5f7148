package dev.aloft.samples.architecture;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** How the modules of the reactor stand to each other, whichever they are. */
class ArchitectureTest {
  private static final String INTERNAL_SENTENCE =
      "/** Internal to Aloft: nothing here is API, and any of it may change or vanish without"
          + " notice. */";

  private static final String JMH_GENERATED = ".jmh_generated";

  private static final Set<String> SEE_EVERYTHING = Set.of("samples", "benchmarks");

  /** What a module uses beside core; a fake cloud works through the provider of this machine. */
  private static final Map<String, Set<String>> SEES =
      Map.of(
          "sdk-aws", Set.of("sdk-cloud"),
          "sdk-fake", Set.of("sdk-local"),
          "sdk-fake-aws", Set.of("sdk-fake", "sdk-local"),
          "sdk-fake-gcp", Set.of("sdk-fake", "sdk-local"),
          "sdk-gcp", Set.of("sdk-cloud", "sdk-http"),
          "sdk-http", Set.of("sdk-cloud"));

  private final List<ReactorModule> modules = ReactorModule.compiled();

  private final Map<ReactorModule, List<JavaClass>> classes =
      modules.stream().collect(toMap(module -> module, ArchitectureTest::classesOf));

  private final Map<String, String> homes = new TreeMap<>();

  ArchitectureTest() {
    classes.forEach(
        (module, types) -> types.forEach(type -> homes.put(type.getName(), module.name())));
  }

  @Test
  void looksAtTheWholeReactor() {
    assertThat(modules)
        .extracting(ReactorModule::name)
        .contains(
            "sdk-aws",
            "sdk-cloud",
            "sdk-core",
            "sdk-fake-aws",
            "sdk-fake-gcp",
            "sdk-gcp",
            "sdk-http",
            "sdk-local",
            "sdk-testkit",
            "samples");
  }

  @Test
  void coreKnowsNoOtherModuleAndEveryOtherKnowsCoreAndWhatItStandsOn() {
    assertThat(
            crossings(
                (from, to) ->
                    !SEE_EVERYTHING.contains(home(from))
                        && !home(to).equals("sdk-core")
                        && !SEES.getOrDefault(home(from), Set.of()).contains(home(to))))
        .as("a module uses another one than core and those it stands on")
        .isEmpty();
  }

  @Test
  void internalPackagesAreUsedByTheirOwnModuleOnly() {
    assertThat(crossings((from, to) -> isInternal(to.getPackageName())))
        .as("a module reaches into the internal package of another")
        .isEmpty();
  }

  @Test
  void noPackageIsSplitOverModules() {
    Map<String, Set<String>> modulesByPackage = new TreeMap<>();
    classes.forEach(
        (module, types) ->
            types.forEach(
                type ->
                    modulesByPackage
                        .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(module.name())));

    assertThat(modulesByPackage).allSatisfy((name, where) -> assertThat(where).hasSize(1));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> marked =
        types()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .filter(type -> type.isAnnotatedWith(NullMarked.class))
            .map(JavaClass::getPackageName)
            .collect(toSet());

    assertThat(types().map(JavaClass::getPackageName).collect(toSet()))
        .as("packages whose package-info says @NullMarked")
        .isEqualTo(marked);
  }

  @Test
  void everyInternalPackageSaysSo() {
    List<Path> silent =
        modules.stream()
            .flatMap(
                module -> ReactorModule.filesIn(module.sources(), "package-info.java").stream())
            .filter(file -> isInternal(file.getParent().toString().replace('/', '.')))
            .filter(file -> !ReactorModule.read(file).startsWith(INTERNAL_SENTENCE))
            .toList();

    assertThat(silent).as("internal packages without: " + INTERNAL_SENTENCE).isEmpty();
  }

  private List<String> crossings(BiPredicate<JavaClass, JavaClass> forbidden) {
    return types()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> homes.containsKey(dependency.getTargetClass().getName()))
        .filter(
            dependency ->
                !home(dependency.getOriginClass()).equals(home(dependency.getTargetClass())))
        .filter(
            dependency -> forbidden.test(dependency.getOriginClass(), dependency.getTargetClass()))
        .map(Dependency::getDescription)
        .sorted()
        .toList();
  }

  private java.util.stream.Stream<JavaClass> types() {
    return classes.values().stream().flatMap(List::stream);
  }

  private String home(JavaClass type) {
    return homes.get(type.getName());
  }

  private static boolean isInternal(String packageName) {
    return (packageName + ".").contains(".internal.");
  }

  private static List<JavaClass> classesOf(ReactorModule module) {
    return new ClassFileImporter()
        .importPath(module.classes()).stream()
            .filter(type -> !type.getPackageName().endsWith(JMH_GENERATED))
            .toList();
  }
}
