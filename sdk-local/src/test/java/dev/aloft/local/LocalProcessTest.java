package dev.aloft.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aloft.driver.Backend;
import dev.aloft.local.LocalProcess.Fate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who ended for sure, who lives, and of whom that cannot be told. */
class LocalProcessTest {
  private static final LocalProcess SELF = LocalProcess.current();
  private static final String OTHER_BOOT = "6c1f2a6e-0000-4000-8000-000000000000";
  private static final long NO_PID = 999_999_999L;

  @TempDir Path home;

  @BeforeEach
  void needsToKnowWhichStartOfTheMachineThisIs() {
    assumeTrue(!SELF.boot().isEmpty(), "this system does not say when it was started");
  }

  @Test
  void livesAndIsReadBack() throws Exception {
    assertThat(SELF.fate(home)).isEqualTo(Fate.ALIVE);
    assertThat(LocalProcess.parse(SELF.toString())).contains(SELF);
    assertThat(LocalProcess.parse("localhost/" + SELF.pid())).isEmpty();
  }

  @Test
  void hasEndedWhenItsNumberIsFreeOrAnothersNow() throws Exception {
    Process child = new ProcessBuilder(ChildJvm.java().toString(), "-version").start();
    LocalProcess mark = LocalProcess.of(child.toHandle());
    child.waitFor();

    assertThat(mark.fate(home)).isEqualTo(Fate.ENDED);
    assertThat(with(SELF.boot(), SELF.space(), NO_PID).fate(home)).isEqualTo(Fate.ENDED);
    assertThat(new LocalProcess(SELF.boot(), SELF.space(), SELF.pid(), SELF.start() - 1).fate(home))
        .isEqualTo(Fate.ENDED);
  }

  @Test
  void isNotToldOfAnotherContainer() throws Exception {
    assertThat(with(SELF.boot(), "1", NO_PID).fate(home)).isEqualTo(Fate.UNKNOWN);
    assertThat(with(SELF.boot(), "1", SELF.pid()).fate(home)).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void endedWithItsMachineWhereNoOtherCanHaveTheFiles() throws Exception {
    Fate expected =
        java.util.Set.of("ext4", "xfs", "btrfs", "tmpfs", "overlay", "apfs")
                .contains(Files.getFileStore(home).type())
            ? Fate.ENDED
            : Fate.UNKNOWN;

    assertThat(with(OTHER_BOOT, SELF.space(), SELF.pid()).fate(home)).isEqualTo(expected);
    if (Files.isDirectory(Path.of("/proc/self"))) {
      assertThat(with(OTHER_BOOT, SELF.space(), SELF.pid()).fate(Path.of("/proc")))
          .isEqualTo(Fate.UNKNOWN);
    }
  }

  @Test
  void isNotToldOfAContainerWithAStartOfItsOwn() throws Exception {
    LocalProcess contained = with("container-" + OTHER_BOOT, SELF.space(), NO_PID);

    assertThat(contained.fate(home)).isEqualTo(Fate.UNKNOWN);
    assertThat(LocalProcess.parse(contained.toString())).contains(contained);
  }

  @Test
  void aStartOfItsOwnIsMountedOverTheMachines() {
    String boot = "/proc/sys/kernel/random/boot_id";
    List<String> docker =
        List.of(
            "621 612 0:66 / /proc rw,nosuid - proc proc rw",
            "640 621 0:66 /sys /proc/sys ro,nosuid - proc proc rw");
    String own = "655 621 0:71 /.boot-id " + boot + " ro - tmpfs none rw";

    assertThat(LocalProcess.isMountedOver(boot, docker.stream())).isFalse();
    assertThat(LocalProcess.isMountedOver(boot, Stream.of(docker.get(0), own, ""))).isTrue();
  }

  @Test
  void isNotToldOfAnotherUserWhoseProcessesAreHidden() {
    LocalProcess gone = with(SELF.boot(), SELF.space(), NO_PID);

    assertThat(gone.fateHere(true)).isEqualTo(Fate.UNKNOWN);
    assertThat(gone.fateHere(false)).isEqualTo(Fate.ENDED);
    assertThat(SELF.fateHere(true)).isEqualTo(Fate.ALIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "hidepid=2,true",
    "hidepid=invisible,true",
    "hidepid=1,true",
    "hidepid=ptraceable,true",
    "hidepid=0,false",
    "hidepid=off,false",
    "gid=0,false"
  })
  void processesAreHiddenByTheirMount(String option, boolean hides) {
    String root = "23 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw,hidepid=2";
    String plain = "24 23 0:22 / /proc rw,nosuid - proc proc rw";
    String mount = plain + "," + option;

    assertThat(LocalProcess.isHiding(Stream.of(root, mount))).isEqualTo(hides);
    assertThat(LocalProcess.isHiding(Stream.of(root, plain, mount))).isEqualTo(hides);
    assertThat(LocalProcess.isHiding(Stream.of(root, mount, plain))).isFalse();
  }

  @Test
  void isNotToldWhereTheSystemDidNotSay() throws Exception {
    assertThat(with("", "", SELF.pid()).fate(home)).isEqualTo(Fate.UNKNOWN);
    assertThat(new LocalProcess(SELF.boot(), SELF.space(), SELF.pid(), 0).fate(home))
        .isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void aClientIsGivenUpOnlyWhenItHasEnded() throws Exception {
    Files.createDirectories(home.resolve("store"));
    DirectContext context = new DirectContext(Map.of("home", home.toString()));
    try (Backend backend = new LocalProvider().open(context)) {
      assertThat(backend.holder()).isEqualTo(SELF.toString());
      assertThat(backend.hasEnded(backend.holder() + "/1")).isFalse();
      assertThat(backend.hasEnded(with(SELF.boot(), SELF.space(), NO_PID) + "/1")).isTrue();
      assertThat(backend.hasEnded(with(SELF.boot(), "1", NO_PID) + "/1")).isFalse();
      String host = System.getenv().getOrDefault("HOSTNAME", "localhost");
      assertThat(backend.hasEnded(host + "/" + NO_PID + "/1")).isFalse();
      assertThat(backend.hasEnded("")).isFalse();
    }
  }

  private static LocalProcess with(String boot, String space, long pid) {
    return new LocalProcess(boot, space, pid, SELF.start());
  }
}
