package dev.aloft.internal.staging;

import java.util.List;
import java.util.Locale;

/** The shell command that copies data from one kind of store to another. */
final class CopyCommand {
  private static final List<String> AZURE = List.of("https", "abfss", "wasbs", "azureml");

  private CopyCommand() {}

  static String of(String from, String to, boolean tree) {
    String source = scheme(from);
    String target = scheme(to);
    if (source.equals("hf")) {
      return "hf download " + quoted(from.substring("hf://".length())) + " --local-dir data";
    }
    if (source.equals("gs") || target.equals("gs")) {
      return "gcloud storage cp" + flag(tree, " --recursive") + both(from, to);
    }
    if (AZURE.contains(source) || AZURE.contains(target)) {
      return "azcopy copy" + both(from, to) + flag(tree, " --recursive");
    }
    if (source.equals("s3") || target.equals("s3")) {
      return "aws s3 cp" + flag(tree, " --recursive") + both(from, to);
    }
    return "rclone copy" + both(from, to);
  }

  private static String flag(boolean on, String text) {
    return on ? text : "";
  }

  private static String both(String from, String to) {
    return " " + quoted(from) + " " + quoted(to);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
  }
}
