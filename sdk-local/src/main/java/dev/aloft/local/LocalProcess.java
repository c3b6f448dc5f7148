package dev.aloft.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process, told from every other one: also from one that gets its number later, from one of the
 * same number in another container or on another machine that shares the home, and after its
 * machine got another name. Immutable.
 *
 * @param boot which start of which machine it belongs to, or of which container where that has a
 *     start of its own; empty when the system does not say
 * @param space where its number means it, such as a container
 * @param pid its number
 * @param start when it was started, as the system counts; 0 when it does not say
 */
public record LocalProcess(String boot, String space, long pid, long start) {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Path BOOT = PROCESSES.resolve("sys/kernel/random/boot_id");
  private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
  private static final int START_FIELD = 19;
  private static final int MOUNT_POINT = 4;
  private static final Pattern HIDING = Pattern.compile("\\bhidepid=(?!0|off)");
  private static final String CONTAINER = "container-";

  /** File systems that one machine at a time can hold. */
  private static final Set<String> OF_ONE_MACHINE =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs", "overlay", "apfs");

  /** What is known of a process. */
  public enum Fate {
    /** It runs. */
    ALIVE,
    /** It has ended. */
    ENDED,
    /** It belongs to where nobody can look from here, or to a user whose processes are hidden. */
    UNKNOWN
  }

  /** This process. */
  public static LocalProcess current() {
    return of(ProcessHandle.current());
  }

  /** A process of this machine. */
  public static LocalProcess of(ProcessHandle process) {
    Here here = Here.HERE;
    return new LocalProcess(
        here.boot, here.space, process.pid(), state(process).map(State::start).orElse(0L));
  }

  /** Reads what {@link #toString} writes; empty when it is something else. */
  public static Optional<LocalProcess> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 4 || !isNumber(parts[2]) || !isNumber(parts[3])) {
      return Optional.empty();
    }
    return Optional.of(
        new LocalProcess(parts[0], parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3])));
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,18}");
  }

  /**
   * What is known of it here and now.
   *
   * @param there a directory that it wrote to
   */
  public Fate fate(Path there) throws IOException {
    Here here = Here.HERE;
    if (boot.isEmpty() || here.boot.isEmpty()) {
      return Fate.UNKNOWN;
    }
    if (!boot.equals(here.boot)) {
      boolean machines = !boot.startsWith(CONTAINER) && !here.boot.startsWith(CONTAINER);
      return machines && isOfOneMachine(there) ? Fate.ENDED : Fate.UNKNOWN;
    }
    return space.equals(here.space) ? fateHere(here.hides) : Fate.UNKNOWN;
  }

  /** Whether it runs where this one does. */
  public boolean isAliveHere() {
    return boot.equals(Here.HERE.boot)
        && space.equals(Here.HERE.space)
        && fateHere(true) == Fate.ALIVE;
  }

  /** Only after its machine was stopped can another one have such a file system. */
  private static boolean isOfOneMachine(Path there) throws IOException {
    try {
      return OF_ONE_MACHINE.contains(Files.getFileStore(there).type());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return false; // the list of mounts lacks it, as after a change of the root
    }
  }

  /** Processes can be mounted so that each user sees only those of their own. */
  static boolean isHiding(Stream<String> mounts) {
    return mounts
        .map(mount -> mount.split(" ", -1))
        .filter(f -> f.length > MOUNT_POINT && f[MOUNT_POINT].equals(PROCESSES.toString()))
        .reduce((under, over) -> over)
        .map(fields -> fields[fields.length - 1])
        .filter(options -> HIDING.matcher(options).find())
        .isPresent();
  }

  /** Some containers hide the machine's start behind one of their own, on the machine's files. */
  static boolean isMountedOver(String file, Stream<String> mounts) {
    return mounts.anyMatch(
        mount -> {
          String[] fields = mount.split(" ", -1);
          return fields.length > MOUNT_POINT && fields[MOUNT_POINT].equals(file);
        });
  }

  /**
   * What is known of it where it is numbered as here.
   *
   * @param hides whether processes of other users may be hidden from this one
   */
  Fate fateHere(boolean hides) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return hides ? Fate.UNKNOWN : Fate.ENDED;
    }
    Optional<State> state = state(process.get());
    if (state.isEmpty() || start == 0) {
      return Fate.UNKNOWN;
    }
    return state.get().runs && state.get().start == start ? Fate.ALIVE : Fate.ENDED;
  }

  /** Counts from the start of the machine where it can: clocks are set. */
  private static Optional<State> state(ProcessHandle process) {
    if (!LINUX) {
      return process.info().startInstant().map(start -> new State(true, start.toEpochMilli()));
    }
    try {
      String line = Files.readString(PROCESSES.resolve(process.pid() + "/stat"));
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      boolean runs = !fields[0].equals("Z") && !fields[0].equals("X");
      return Optional.of(new State(runs, Long.parseLong(fields[START_FIELD])));
    } catch (IOException e) {
      return Optional.empty(); // it has just ended, or is hidden from this user
    }
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return boot + "/" + space + "/" + pid + "/" + start;
  }

  private record State(boolean runs, long start) {}

  private record Here(String boot, String space, boolean hides) {
    static final Here HERE = look();

    private static Here look() {
      if (!LINUX) {
        return new Here(ofFirstProcess(), "", false);
      }
      try {
        Path space = Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid"));
        return new Here(thisStart(), space.toString().replaceAll("[^0-9]", ""), hidesOthers());
      } catch (IOException e) {
        return new Here("", "", true);
      }
    }

    private static String thisStart() throws IOException {
      String id = Files.readString(BOOT).strip();
      try (Stream<String> mounts = Files.lines(PROCESSES.resolve("self/mountinfo"))) {
        return isMountedOver(BOOT.toString(), mounts) ? CONTAINER + id : id;
      }
    }

    private static boolean hidesOthers() throws IOException {
      Path first = PROCESSES.resolve("1");
      if (!Files.isReadable(first.resolve("stat"))) {
        return true;
      }
      try (Stream<String> mounts = Files.lines(PROCESSES.resolve("self/mountinfo"))) {
        boolean seesOthers =
            !Files.getOwner(first).equals(Files.getOwner(PROCESSES.resolve("self")));
        return isHiding(mounts) && !seesOthers;
      }
    }

    /** The first process starts with the machine; where it is hidden, only the name is left. */
    private static String ofFirstProcess() {
      return ProcessHandle.of(1)
          .flatMap(first -> first.info().startInstant())
          .map(Instant::toString)
          .orElseGet(() -> System.getenv().getOrDefault("COMPUTERNAME", ""));
    }
  }
}
