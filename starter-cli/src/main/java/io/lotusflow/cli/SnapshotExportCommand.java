package io.lotusflow.cli;

import io.lotusflow.chain.ExportPlan;
import io.lotusflow.chain.SnapshotExportWorkflow;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.settings.ExportSettings;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is not said here is as {@code [export]} says. */
@Command(name = "export")
final class SnapshotExportCommand extends ProcedureCommand {

  @Option(names = "--full")
  private boolean full;

  @Option(names = "--recent-stateroots", paramLabel = "N")
  private Long recentStateRoots;

  @Option(names = "--skip-old-msgs", negatable = true)
  private Boolean skipOldMessages;

  @Option(names = "--tipset", paramLabel = "@HEIGHT")
  private String tipset;

  @Option(names = "--zstd", negatable = true)
  private Boolean zstd;

  @Option(names = "--keep", paramLabel = "N")
  private Long keep;

  @Option(names = "--folder", paramLabel = "DIR")
  private Path folder;

  SnapshotExportCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    refuseNonsense();
    return new Procedure(
        "snapshot-export",
        SnapshotExportWorkflow.class,
        plans
            .export(this::asked, LeaseAsk.patient(plans.scope()))
            .orElseThrow(() -> notHere("settings.no-chain")));
  }

  private ExportSettings asked(ExportSettings said) {
    return new ExportSettings(
        folder == null ? said.folder() : folder.toAbsolutePath().normalize().toString(),
        full ? 0 : orElse(recentStateRoots, said.recentStateRoots()),
        orElse(skipOldMessages, said.skipOldMessages()),
        orElse(tipset, said.tipset()),
        orElse(zstd, said.compress()),
        orElse(keep, said.keep()),
        said.expectedSize());
  }

  private static <T> T orElse(T given, T otherwise) {
    return Optional.ofNullable(given).orElse(otherwise);
  }

  /** What Lotus would refuse, or what could mean two things. */
  private void refuseNonsense() {
    boolean roots = recentStateRoots != null;
    require(!(full && roots), "export.full-and-pruned");
    require(!(full && Boolean.TRUE.equals(skipOldMessages)), "export.full-without-messages");
    require(
        !roots || recentStateRoots >= ExportPlan.LEAST_STATE_ROOTS, "export.too-few-state-roots");
    require(tipset == null || tipset.matches("@(head|\\d{1,12})"), "export.not-tipset");
    require(keep == null || (keep >= 0 && keep <= 10_000), "export.keep");
  }

  private void require(boolean holds, String key) {
    if (!holds) {
      throw notHere(key);
    }
  }
}
