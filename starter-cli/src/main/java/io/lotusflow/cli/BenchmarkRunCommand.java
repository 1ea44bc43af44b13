package io.lotusflow.cli;

import io.lotusflow.benchmark.BenchmarkWorkflow;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run")
final class BenchmarkRunCommand extends ProcedureCommand {

  private static final List<ByteSize> SIZES =
      Stream.of("2KiB", "8MiB", "512MiB", "32GiB", "64GiB").map(ByteSize::parse).toList();

  @Option(names = "--sector-size", paramLabel = "SIZE")
  private Optional<String> sectorSize = Optional.empty();

  @Option(names = "--storage-dir", paramLabel = "DIR")
  private Optional<Path> storage = Optional.empty();

  @Option(names = "--skip-commit2")
  private boolean skipCommit2;

  @Option(names = "--skip-unseal")
  private boolean skipUnseal;

  @Option(names = "--force")
  private boolean force;

  BenchmarkRunCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        BenchmarkWorkflow.PROCEDURE,
        BenchmarkWorkflow.class,
        plans.benchmark(
            sectorSize.map(this::size),
            storage.map(folder -> folder.toAbsolutePath().normalize()),
            skipCommit2,
            skipUnseal,
            force));
  }

  private ByteSize size(String written) {
    return SIZES.stream()
        .filter(size -> size.toString().equalsIgnoreCase(written.strip()))
        .findFirst()
        .orElseThrow(() -> notHere("benchmark.size"));
  }
}
