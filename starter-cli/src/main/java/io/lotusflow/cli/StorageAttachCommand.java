package io.lotusflow.cli;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.settings.Plans;
import io.lotusflow.storage.StorageAttachWorkflow;
import io.lotusflow.storage.StoragePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The paths of the settings, or one that is described here. */
@Command(name = "attach")
final class StorageAttachCommand extends ProcedureCommand {

  private static final int MOST_WEIGHT = 1_000_000;

  @Parameters(arity = "0..1", paramLabel = "FOLDER", descriptionKey = "FOLDER")
  private Optional<Path> path = Optional.empty();

  @Option(names = "--seal")
  private boolean seal;

  @Option(names = "--store")
  private boolean store;

  @Option(names = "--weight", paramLabel = "N")
  private int weight = 10;

  @Option(names = "--max-storage", paramLabel = "SIZE")
  private Optional<String> maxStorage = Optional.empty();

  @Option(names = "--groups", paramLabel = "NAMES", split = ",")
  private List<String> groups = List.of();

  @Option(names = "--allow-to", paramLabel = "NAMES", split = ",")
  private List<String> allowTo = List.of();

  StorageAttachCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        StorageAttachWorkflow.PROCEDURE,
        StorageAttachWorkflow.class,
        plans
            .storageAttach(paths(plans.storagePaths()))
            .orElseThrow(() -> notHere("settings.no-miner-here")));
  }

  private List<StoragePath> paths(List<StoragePath> named) {
    if (path.isEmpty()) {
      require(!named.isEmpty() && !seal && !store, "storage.attach.none");
      return named;
    }
    String wanted = path.get().normalize().toString();
    require(path.get().isAbsolute(), "storage.attach.path");
    Optional<StoragePath> known =
        named.stream()
            .filter(one -> Path.of(one.path()).normalize().toString().equals(wanted))
            .findFirst();
    if (known.isPresent() && !seal && !store) {
      return List.of(known.get());
    }
    require(known.isEmpty(), "storage.attach.settings");
    require(seal || store, "storage.attach.use");
    require(weight >= 0 && weight <= MOST_WEIGHT, "storage.attach.weight");
    session().say("storage.attach.lines", lines(wanted));
    return List.of(new StoragePath(wanted, seal, store, weight, size(), groups, allowTo));
  }

  /** What the settings would say of it, so that the next install knows it too. */
  private String lines(String wanted) {
    return "[[storage]]\npath = \"%s\"\nseal = %s\nstore = %s\nweight = %d"
        .formatted(wanted, seal, store, weight);
  }

  private Optional<ByteSize> size() {
    try {
      return maxStorage.map(ByteSize::parse);
    } catch (IllegalArgumentException noSize) {
      throw notHere("storage.attach.size");
    }
  }

  private void require(boolean fits, String complaint) {
    if (!fits) {
      throw notHere(complaint);
    }
  }
}
