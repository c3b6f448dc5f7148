package dev.aloft.local.training;

import dev.aloft.driver.Page;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs by their age, newest first. Stateless. */
final class RunListing {
  private static final int PAGE = 100;

  private RunListing() {}

  static Page<RunStatus> page(Path runs, @Nullable String group, @Nullable String cursor)
      throws IOException {
    List<Entry> entries = entries(runs, group == null ? "" : group + "-");
    Entry after = cursor == null ? null : Entry.parse(cursor);
    List<RunStatus> page = new ArrayList<>();
    @Nullable Entry last = null;
    for (Entry entry : entries) {
      if (after != null && Entry.NEWEST_FIRST.compare(entry, after) <= 0) {
        continue;
      }
      if (page.size() == PAGE) {
        return new Page<>(page, String.valueOf(last));
      }
      if (group == null || groupOf(runs, entry).equals(group)) {
        RunDirectory run = new RunDirectory(runs.resolve(entry.run()));
        RunRef ref = new RunRef(entry.run(), entry.run());
        page.add(RunStatuses.of(ref, run, RunLook.at(run)));
        last = entry;
      }
    }
    return Page.last(page);
  }

  private static List<Entry> entries(Path runs, String prefix) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(runs, "[a-z]*")) {
      for (Path directory : directories) {
        RunDirectory run = new RunDirectory(directory);
        if (run.name().startsWith(prefix)) {
          add(run, entries);
        }
      }
    } catch (NoSuchFileException e) {
      return entries; // nothing was ever trained
    }
    entries.sort(Entry.NEWEST_FIRST);
    return entries;
  }

  private static void add(RunDirectory run, List<Entry> entries) throws IOException {
    try {
      entries.add(new Entry(Files.getLastModifiedTime(run.job()).toMillis(), run.name()));
    } catch (NoSuchFileException e) {
      return; // no run, or removed meanwhile
    }
  }

  private static String groupOf(Path runs, Entry entry) throws IOException {
    return JobFile.read(new RunDirectory(runs.resolve(entry.run()))).group();
  }

  private record Entry(long created, String run) {
    static final Comparator<Entry> NEWEST_FIRST =
        Comparator.comparingLong(Entry::created).thenComparing(Entry::run).reversed();

    static Entry parse(String cursor) {
      int slash = cursor.indexOf('/');
      return new Entry(Long.parseLong(cursor.substring(0, slash)), cursor.substring(slash + 1));
    }

    @Override
    public String toString() {
      return created + "/" + run;
    }
  }
}
