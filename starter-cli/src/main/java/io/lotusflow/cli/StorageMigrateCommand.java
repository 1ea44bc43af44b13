package io.lotusflow.cli;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.migration.MigrationPlan;
import io.lotusflow.migration.PathMove;
import io.lotusflow.migration.StorageMigrateWorkflow;
import io.lotusflow.settings.Plans;
import io.lotusflow.storage.StorageFolder;
import io.lotusflow.storage.StorageJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One path to another, several pair by pair, several into one, or one into several. */
@Command(name = "migrate")
final class StorageMigrateCommand extends ProcedureCommand {

  /** Each takes memory of the worker's. */
  private static final int MOST_AT_ONCE = 8;

  @Parameters(index = "0", paramLabel = "FROM", descriptionKey = "FROM", split = ",")
  private List<String> from = List.of();

  @Parameters(index = "1", paramLabel = "TO", descriptionKey = "TO", split = ",")
  private List<Path> to = List.of();

  @Option(names = "--parallel", paramLabel = "N")
  private int parallel = 2;

  @Option(names = "--bandwidth", paramLabel = "SIZE")
  private Optional<String> bandwidth = Optional.empty();

  @Option(names = "--delete-after", paramLabel = "TIME")
  private Optional<String> deleteAfter = Optional.empty();

  @Option(names = "--outage", paramLabel = "TIME", defaultValue = "2m")
  private String outage = "2m";

  @Option(names = "--keep")
  private boolean keep;

  StorageMigrateCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    require(parallel >= 1 && parallel <= MOST_AT_ONCE, "storage.migrate.parallel");
    require(!keep || deleteAfter.isEmpty(), "storage.migrate.keep");
    String repo =
        plans
            .miner()
            .map(miner -> miner.repo())
            .orElseThrow(() -> notHere("settings.no-miner-here"));
    List<PathMove> moves = moves(repo);
    session().say("storage.migrate.lines", lines(moves));
    return new Procedure(
        StorageMigrateWorkflow.PROCEDURE,
        StorageMigrateWorkflow.class,
        plans
            .storageMigrate(
                moves,
                parallel,
                bytesPerSecond(),
                old(),
                oldFor(),
                Span.parse(session(), "--outage", outage))
            .orElseThrow());
  }

  private List<PathMove> moves(String repo) {
    List<String> sources = from.stream().map(one -> path(repo, one)).toList();
    require(to.stream().allMatch(Path::isAbsolute), "storage.migrate.path");
    List<String> targets = to.stream().map(one -> one.normalize().toString()).toList();
    if (sources.size() == 1) {
      return List.of(new PathMove(sources.get(0), targets));
    }
    require(targets.size() == 1 || targets.size() == sources.size(), "storage.migrate.pairs");
    return IntStream.range(0, sources.size())
        .mapToObj(
            i -> new PathMove(sources.get(i), List.of(targets.get(targets.size() == 1 ? 0 : i))))
        .toList();
  }

  /** As the miner has written it, whose id may be given instead. */
  private String path(String repo, String given) {
    List<String> known = new StorageJson(Path.of(repo)).paths();
    for (String one : known) {
      Path path = Path.of(one);
      boolean named = given.startsWith("/") && path.normalize().equals(Path.of(given).normalize());
      if (named || (Files.isDirectory(path) && isOf(path, given))) {
        return one;
      }
    }
    require(given.startsWith("/"), "storage.migrate.path");
    return Path.of(given).normalize().toString();
  }

  private static boolean isOf(Path path, String id) {
    return new StorageFolder(path).id().filter(id::equals).isPresent();
  }

  /** What the settings should say from then on. */
  private static String lines(List<PathMove> moves) {
    return String.join("\n", moves.stream().map(PathMove::toString).toList());
  }

  private MigrationPlan.Old old() {
    if (keep) {
      return MigrationPlan.Old.KEPT;
    }
    return deleteAfter.isPresent() ? MigrationPlan.Old.DELETED : MigrationPlan.Old.ASKED_FOR;
  }

  private Duration oldFor() {
    return deleteAfter
        .map(span -> Span.parse(session(), "--delete-after", span))
        .orElse(Duration.ZERO);
  }

  private ByteSize bytesPerSecond() {
    try {
      return bandwidth.map(ByteSize::parse).orElse(new ByteSize(0));
    } catch (IllegalArgumentException noSize) {
      throw notHere("storage.migrate.bandwidth");
    }
  }

  private void require(boolean fits, String complaint) {
    if (!fits) {
      throw notHere(complaint);
    }
  }
}
