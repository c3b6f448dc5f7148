package dev.aloft;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What core may know, what it shows, and how its types are called. */
class CoreArchitectureTest {
  private static final String INTERNAL = "dev.aloft.internal..";

  private static final Set<String> PACKAGES =
      Set.of(
          "dev.aloft",
          "dev.aloft.training",
          "dev.aloft.model",
          "dev.aloft.serving",
          "dev.aloft.data",
          "dev.aloft.operation",
          "dev.aloft.error",
          "dev.aloft.layer",
          "dev.aloft.driver");

  private final JavaClasses core =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.aloft");

  @Test
  void compilesAgainstSlf4jAndJSpecifyOnly() {
    classes()
        .that(resideOutsideOfPackage(INTERNAL))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "dev.aloft..", "org.slf4j..", "org.jspecify.."))
        .check(core);
  }

  @Test
  void usesJacksonAndResilience4jInsideOnly() {
    classes()
        .that()
        .resideInAPackage(INTERNAL)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "dev.aloft..",
                "org.slf4j..",
                "org.jspecify..",
                "tools.jackson..",
                "com.fasterxml.jackson.annotation..",
                "io.github.resilience4j.."))
        .check(core);
  }

  @Test
  void showsNoTypeButItsOwnAndJavas() {
    classes()
        .that(resideOutsideOfPackage(INTERNAL))
        .and()
        .arePublic()
        .should(new ShowOnly(Set.of("java."), PACKAGES))
        .check(core);
  }

  @Test
  void hasOneFolderPerNoun() {
    assertThat(core)
        .filteredOn(resideOutsideOfPackage(INTERNAL))
        .extracting(JavaClass::getPackageName)
        .isSubsetOf(PACKAGES);
  }

  @Test
  void givesEachPublicTypeItsOwnName() {
    Set<String> seen = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    publicNames().filter(name -> !seen.add(name)).forEach(twice::add);

    assertThat(twice).as("simple names used twice").isEmpty();
  }

  @Test
  void takesNoNameFromJava() throws IOException {
    Set<String> taken = new TreeSet<>(namesIn("java/lang"));
    taken.addAll(namesIn("java/util"));
    assertThat(taken).contains("Runtime", "List");

    assertThat(publicNames()).doesNotContainAnyElementsOf(taken);
  }

  private Stream<String> publicNames() {
    return core.stream()
        .filter(resideOutsideOfPackage(INTERNAL))
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .map(JavaClass::getSimpleName);
  }

  private static Set<String> namesIn(String folder) throws IOException {
    Path classes =
        FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/java.base", folder);
    try (Stream<Path> files = Files.list(classes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .collect(Collectors.toSet());
    }
  }
}
