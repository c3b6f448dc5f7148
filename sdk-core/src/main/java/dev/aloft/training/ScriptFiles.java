package dev.aloft.training;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Finds the files of a script; links are followed. One use. */
final class ScriptFiles extends SimpleFileVisitor<Path> {
  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".hg", ".svn", "__pycache__", ".ipynb_checkpoints");
  private static final String OF_AN_ENVIRONMENT = "pyvenv.cfg";

  private final Path root;
  private final List<Path> files = new ArrayList<>();

  private ScriptFiles(Path root) {
    this.root = root;
  }

  static List<Path> of(Path directory) throws IOException {
    ScriptFiles found = new ScriptFiles(directory);
    Files.walkFileTree(
        directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, found);
    found.files.sort(Comparator.comparing(ScriptFiles::portable));
    return List.copyOf(found.files);
  }

  private static String portable(Path path) {
    return path.toString().replace(File.separatorChar, '/');
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return directory.equals(root) || !isLeftOut(directory)
        ? FileVisitResult.CONTINUE
        : FileVisitResult.SKIP_SUBTREE;
  }

  private static boolean isLeftOut(Path directory) {
    return LEFT_OUT.contains(String.valueOf(directory.getFileName()))
        || Files.exists(directory.resolve(OF_AN_ENVIRONMENT));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    files.add(file);
    return FileVisitResult.CONTINUE;
  }
}
