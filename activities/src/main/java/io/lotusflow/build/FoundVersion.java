package io.lotusflow.build;

import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Programs that somebody else has built, as one version of ours: so that there is a version to roll
 * back to.
 *
 * @param label as the programs print it, such as {@code 1.36.2+mainnet+git.c6f4d024}
 * @param programs where each lies now, by name
 */
public record FoundVersion(String label, Map<String, Path> programs) {
  public FoundVersion {
    programs = Map.copyOf(programs);
  }

  /** What a program says it is; it is started for that. Empty if it says nothing of use. */
  public static Optional<String> labelOf(Path program) {
    try {
      return Optional.of(new Binary(program).label(new Programs(), () -> {}));
    } catch (ApplicationFailure unusable) {
      return Optional.empty();
    }
  }

  /**
   * Copies the programs to {@code <prefix>/versions/<label>/bin}; what is there already is left.
   * The programs themselves, their links and whatever runs stay as they are.
   *
   * @throws ApplicationFailure of a {@link BuildProblem}; then nothing can be seen of the version
   */
  public Installed keep(Path prefix) {
    return new VersionedInstall(programs::get, prefix, new Programs(), () -> {})
        .install(compiled(), false);
  }

  /** Points {@code current}, and the links where the plan has some, at the kept version. */
  public static Receipt use(BuildPlan plan, Installed kept) {
    return new VersionSwitch(plan).to(kept, new Programs(), () -> {});
  }

  private Compiled compiled() {
    return new Compiled(
        Receipt.alreadySo(label),
        LotusVersion.parse(label),
        label,
        List.copyOf(new TreeMap<>(programs).keySet()));
  }
}
