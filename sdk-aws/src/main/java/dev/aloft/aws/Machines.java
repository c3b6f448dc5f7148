package dev.aloft.aws;

import dev.aloft.Machine;
import dev.aloft.cloud.Rows;
import dev.aloft.driver.MachineType;
import dev.aloft.driver.Suggestions;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's machine types: rows of data with a date. A machine that is asked for becomes the
 * cheapest known type that has it; a type that is named is taken as given, also when the data do
 * not know it. Immutable.
 */
final class Machines {
  /** What a job or endpoint gets that asks for nothing. */
  static final String SMALL = "ml.m5.large";

  static final String TRAINING = "training";
  static final String SERVING = "serving";

  private static final int WIDTH = 9;
  private static final int MOST_SUGGESTIONS = 4;
  private static final Pattern TYPE = Pattern.compile("ml\\.[a-z0-9-]+\\.[a-z0-9]+");
  private static final List<Row> ROWS =
      Rows.of(Machines.class, "machines.tsv", WIDTH).stream().map(Row::of).toList();

  private final String region;

  Machines(String region) {
    this.region = region;
  }

  /**
   * A type and why it was taken.
   *
   * @param type the type
   * @param reason a few words
   */
  record Choice(String type, String reason) {
    @Override
    public String toString() {
      return type + " (" + reason + ")";
    }
  }

  /** The types that are known in this region. */
  List<MachineType> types() {
    return ROWS.stream().filter(row -> row.cpus() > 0).map(Row::portable).toList();
  }

  /** Notes what is wrong with a machine. */
  void check(@Nullable Machine machine, String use, Problems problems) {
    if (machine == null) {
      return;
    }
    if (machine.type().isPresent()) {
      fault(machine.type().get(), use)
          .ifPresent(fix -> problems.add("machine.type", machine.type().get(), fix));
    } else if (cheapest(machine, use).isEmpty()) {
      problems.add(
          "machine",
          machine,
          "a machine that SageMaker has for " + use + " in " + region + largest(machine, use));
    }
  }

  boolean hasFaults(@Nullable Machine machine, String use) {
    Problems faults = new Problems();
    check(machine, use, faults);
    return !faults.isEmpty();
  }

  private Optional<String> fault(String type, String use) {
    if (!TYPE.matcher(type).matches()) {
      return Optional.of("a type of SageMaker (InstanceType), such as " + SMALL);
    }
    Optional<Row> known = ROWS.stream().filter(row -> row.type().equals(type)).findFirst();
    if (known.isPresent() && !known.get().uses().contains(use)) {
      return Optional.of(
          "a type that is offered for "
              + use
              + "; "
              + MachineFamily.of(type).name()
              + " in this size is for "
              + known.get().uses()
              + " only");
    }
    return known
        .filter(row -> !row.isIn(region))
        .map(
            row ->
                "a family that "
                    + region
                    + " has; "
                    + MachineFamily.of(type).name()
                    + " is in "
                    + row.regions());
  }

  private String largest(Machine machine, String use) {
    Optional<String> gpu = machine.gpu();
    if (gpu.isEmpty()) {
      return "; less memory, or fewer CPUs";
    }
    List<String> kinds =
        ROWS.stream()
            .filter(row -> row.gpuCount() > 0 && row.uses().contains(use) && row.isIn(region))
            .map(Row::gpu)
            .distinct()
            .toList();
    return "; accelerators there are " + kinds;
  }

  /**
   * The type for a machine.
   *
   * @throws AloftException UNSUPPORTED when there is none
   */
  Choice choose(@Nullable Machine machine, String use) {
    if (machine == null) {
      return new Choice(SMALL, "the small machine of this provider");
    }
    if (machine.type().isPresent()) {
      return new Choice(machine.type().get(), "as asked" + unknown(machine.type().get()));
    }
    return cheapest(machine, use)
        .map(row -> new Choice(row.type(), reason(machine, row)))
        .orElseThrow(
            () ->
                AloftException.of(
                        ErrorCode.UNSUPPORTED,
                        "SageMaker has no machine with "
                            + machine
                            + " for "
                            + use
                            + " in "
                            + region
                            + largest(machine, use))
                    .effect(Effect.NONE)
                    .build());
  }

  /** What to say of a type that the data do not know; it may be newer. */
  private static String unknown(String type) {
    List<String> known = ROWS.stream().map(Row::type).toList();
    if (known.contains(type)) {
      return "";
    }
    List<String> near = Suggestions.nearest(type, known, MOST_SUGGESTIONS);
    return ", not known here" + (near.isEmpty() ? "" : "; near are " + String.join(", ", near));
  }

  private static String reason(Machine machine, Row row) {
    String price =
        row.usd() == null
            ? "of no known price"
            : (row.estimated() ? "about " : "") + row.usd() + " USD per hour in us-west-2";
    return "the cheapest known with " + machine + ": " + price;
  }

  private Optional<Row> cheapest(Machine machine, String use) {
    return ROWS.stream()
        .filter(row -> row.uses().contains(use) && row.isIn(region) && row.fits(machine))
        .min(
            Comparator.comparingDouble(
                    (Row row) -> row.usd() == null ? Double.MAX_VALUE : row.usd())
                .thenComparingInt(Row::gpuCount)
                .thenComparingDouble(Row::cpus)
                .thenComparing(Row::type));
  }

  private record Row(
      String type,
      double cpus,
      double memoryGib,
      String gpu,
      int gpuCount,
      Set<String> uses,
      @Nullable Double usd,
      boolean estimated,
      List<String> regions) {

    static Row of(List<String> row) {
      return new Row(
          row.get(0),
          number(row.get(1)),
          number(row.get(2)),
          row.get(3),
          Integer.parseInt(row.get(4)),
          Set.copyOf(Rows.parts(row.get(5))),
          row.get(6).isEmpty() ? null : Double.valueOf(row.get(6)),
          !row.get(7).isEmpty(),
          Rows.parts(row.get(8)));
    }

    private static double number(String text) {
      return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    boolean isIn(String region) {
      return regions.isEmpty() || regions.contains(region);
    }

    /** Whether it has what is asked; images are for other CPUs than Graviton's, unless named. */
    boolean fits(Machine machine) {
      boolean enough = cpus >= machine.cpus() && memoryGib >= machine.memoryGib() && cpus > 0;
      boolean accelerated =
          machine
              .gpu()
              .map(kind -> kind.toLowerCase(Locale.ROOT))
              .map(kind -> isKind(kind) && gpuCount >= machine.gpuCount())
              .orElse(gpuCount == 0);
      return enough && accelerated && !MachineFamily.of(type).isGraviton();
    }

    private boolean isKind(String kind) {
      String mine = gpu.toLowerCase(Locale.ROOT);
      return mine.equals(kind) || mine.startsWith(kind + "-");
    }

    MachineType portable() {
      return new MachineType(
          type,
          cpus,
          memoryGib,
          gpu.isEmpty() ? null : gpu,
          gpuCount,
          uses,
          regions,
          estimated ? null : usd);
    }
  }
}
