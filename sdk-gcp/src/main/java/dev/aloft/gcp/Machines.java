package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.AcceleratorType;
import com.google.cloud.aiplatform.v1.MachineSpec;
import dev.aloft.Machine;
import dev.aloft.cloud.Rows;
import dev.aloft.driver.MachineType;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Vertex AI's machine types: rows of data with a date. A machine that is asked for becomes the
 * cheapest known type that has it; a type that is named is taken as given, also when the data do
 * not know it. A type is a machine and perhaps accelerators beside it: {@code n1-standard-8},
 * {@code n1-standard-8+T4:1}, {@code cloud-tpu+TPU_V3:8}. Immutable.
 */
final class Machines {
  /** What a job or endpoint gets that asks for nothing. */
  static final String SMALL = "n1-standard-4";

  static final String TRAINING = "training";
  static final String SERVING = "serving";

  static final String CPU = "cpu";
  static final String GPU = "gpu";
  static final String TPU = "tpu";

  private static final int WIDTH = 9;
  private static final int TPUS_OF_A_HOST = 8;
  private static final Pattern TPU_HOST = Pattern.compile("cloud-tpu|ct[0-9][a-z]*-.*");
  private static final Pattern TYPE =
      Pattern.compile("([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?:\\+([A-Za-z0-9_-]+):([0-9]{1,3}))?");
  private static final List<Row> ROWS =
      Rows.of(Machines.class, "machines.tsv", WIDTH).stream().map(Row::of).toList();

  private Machines() {}

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

  /** The types that are known. */
  static List<MachineType> types() {
    return ROWS.stream().map(Row::portable).toList();
  }

  /** Notes what is wrong with a machine. */
  static void check(@Nullable Machine machine, String use, Problems problems) {
    if (machine == null) {
      return;
    }
    if (machine.type().isPresent()) {
      fault(machine.type().get(), use)
          .ifPresent(fix -> problems.add("machine.type", machine.type().get(), fix));
    } else if (cheapest(machine, use).isEmpty()) {
      problems.add("machine", machine, "a machine that Vertex AI has for " + use + more(machine));
    }
  }

  static boolean hasFaults(@Nullable Machine machine, String use) {
    Problems faults = new Problems();
    check(machine, use, faults);
    return !faults.isEmpty();
  }

  private static Optional<String> fault(String type, String use) {
    Matcher parts = TYPE.matcher(type);
    if (!parts.matches()) {
      return Optional.of(
          "a type of Vertex AI (machine_spec), such as " + SMALL + " or n1-standard-8+T4:1");
    }
    if (parts.group(2) != null && Accelerators.number(parts.group(2)).isEmpty()) {
      return Optional.of(
          "an accelerator that Vertex AI knows, such as T4 or NVIDIA_TESLA_V100; a newer one by its"
              + " number in the API (accelerator_type), such as n1-standard-8+27:1");
    }
    return row(type)
        .filter(row -> !row.uses().contains(use))
        .map(row -> "a type that is offered for " + use + "; this one is for " + row.uses());
  }

  private static String more(Machine machine) {
    if (machine.gpu().isEmpty()) {
      return "; less memory, or fewer CPUs";
    }
    return "; accelerators there are "
        + ROWS.stream().filter(row -> row.gpuCount() > 0).map(Row::gpu).distinct().toList();
  }

  /**
   * The type for a machine.
   *
   * @throws AloftException UNSUPPORTED when there is none
   */
  static Choice choose(@Nullable Machine machine, String use) {
    if (machine == null) {
      return new Choice(SMALL, "the small machine of this provider");
    }
    if (machine.type().isPresent()) {
      return new Choice(machine.type().get(), "as asked");
    }
    return cheapest(machine, use)
        .map(row -> new Choice(row.type(), reason(machine, row)))
        .orElseThrow(
            () ->
                AloftException.of(
                        ErrorCode.UNSUPPORTED,
                        "Vertex AI has no machine with " + machine + " for " + use + more(machine))
                    .effect(Effect.NONE)
                    .build());
  }

  /** A type in the vendor's words. */
  static MachineSpec.Builder spec(String type) {
    Matcher parts = TYPE.matcher(type);
    MachineSpec.Builder spec = MachineSpec.newBuilder();
    if (!parts.matches()) {
      return spec.setMachineType(type);
    }
    spec.setMachineType(parts.group(1));
    String accelerator = parts.group(2);
    if (accelerator != null) {
      Accelerators.number(accelerator).ifPresent(spec::setAcceleratorTypeValue);
      spec.setAcceleratorCount(Integer.parseInt(parts.group(3)));
    } else {
      row(type)
          .filter(row -> row.gpuCount() > 0)
          .ifPresent(
              row ->
                  spec.setAcceleratorTypeValue(Accelerators.number(row.gpu()).orElseThrow())
                      .setAcceleratorCount(row.gpuCount()));
    }
    return spec;
  }

  /** What computes on a type, as images are made for it: {@code cpu}, {@code gpu}, {@code tpu}. */
  static String processor(String type) {
    MachineSpec.Builder spec = spec(type);
    if (TPU_HOST.matcher(spec.getMachineType()).matches()
        || Accelerators.isTpu(spec.getAcceleratorTypeValue())) {
      return TPU;
    }
    return spec.getAcceleratorCount() > 0 ? GPU : CPU;
  }

  /** Whether a type is a group of TPUs over several hosts. */
  static boolean isPod(String type) {
    MachineSpec.Builder spec = spec(type);
    AcceleratorType known = AcceleratorType.forNumber(spec.getAcceleratorTypeValue());
    return known == AcceleratorType.TPU_V4_POD || spec.getAcceleratorCount() > TPUS_OF_A_HOST;
  }

  /** Whether a type is one of TPU v5e, whose size its topology says alone. */
  static boolean isLitePod(String type) {
    MachineSpec.Builder spec = spec(type);
    return spec.getMachineType().startsWith("ct5lp-")
        || spec.getAcceleratorTypeValue() == AcceleratorType.TPU_V5_LITEPOD_VALUE;
  }

  private static Optional<Row> row(String type) {
    return ROWS.stream().filter(row -> row.type().equals(type)).findFirst();
  }

  private static String reason(Machine machine, Row row) {
    String price =
        row.usd() == null
            ? "of no known price"
            : (row.estimated() ? "about " : "") + row.usd() + " USD per hour in us-central1";
    return "the cheapest known with " + machine + ": " + price;
  }

  private static Optional<Row> cheapest(Machine machine, String use) {
    return ROWS.stream()
        .filter(row -> row.uses().contains(use) && row.fits(machine))
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
      boolean estimated) {

    static Row of(List<String> row) {
      return new Row(
          row.get(0),
          Double.parseDouble(row.get(1)),
          Double.parseDouble(row.get(2)),
          row.get(3),
          Integer.parseInt(row.get(4)),
          Set.copyOf(Rows.parts(row.get(5))),
          row.get(6).isEmpty() ? null : Double.valueOf(row.get(6)),
          !row.get(7).isEmpty());
    }

    boolean fits(Machine machine) {
      boolean accelerated =
          machine
              .gpu()
              .map(kind -> kind.toLowerCase(Locale.ROOT))
              .map(kind -> isKind(kind) && gpuCount >= machine.gpuCount())
              .orElse(gpuCount == 0);
      return cpus >= machine.cpus() && memoryGib >= machine.memoryGib() && accelerated;
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
          List.of(),
          estimated ? null : usd);
    }
  }
}
