package dev.aloft.samples.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Finds public and protected types and members without a comment, in sources. */
final class Undocumented extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final DocTrees comments;
  private final List<String> found = new ArrayList<>();

  private Undocumented(DocTrees comments) {
    this.comments = comments;
  }

  static List<String> in(List<Path> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      Undocumented scanner = new Undocumented(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(new TreePath(unit), null);
      }
      return scanner.found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
    if (isShown(type.getModifiers())) {
      report(type.getSimpleName().toString());
      super.visitClass(type, null);
    }
    return null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
    boolean inherits =
        method.getModifiers().getAnnotations().stream()
            .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    if (!inherits && isShown(method.getModifiers())) {
      report(method.getName().toString());
    }
    return null;
  }

  @Override
  public @Nullable Void visitVariable(VariableTree field, @Nullable Void nothing) {
    if (isShown(field.getModifiers())) {
      report(field.getName().toString());
    }
    return null;
  }

  private boolean isShown(ModifiersTree modifiers) {
    Set<Modifier> flags = modifiers.getFlags();
    TreePath outer = getCurrentPath().getParentPath();
    boolean inInterface = outer.getLeaf().getKind() == Tree.Kind.INTERFACE;
    return flags.contains(Modifier.PUBLIC)
        || flags.contains(Modifier.PROTECTED)
        || (inInterface && !flags.contains(Modifier.PRIVATE));
  }

  private void report(String name) {
    if (comments.getDocComment(getCurrentPath()) == null) {
      String file = getCurrentPath().getCompilationUnit().getSourceFile().getName();
      found.add(file + ": " + name);
    }
  }
}
