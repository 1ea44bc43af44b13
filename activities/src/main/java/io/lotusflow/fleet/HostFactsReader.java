package io.lotusflow.fleet;

import io.lotusflow.adopt.FoundService;
import io.lotusflow.adopt.FoundServices;
import io.lotusflow.home.Home;
import io.lotusflow.home.Release;
import io.lotusflow.host.Machine;
import io.lotusflow.host.Topology;
import io.lotusflow.host.TopologyReader;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.run.HostId;
import io.lotusflow.run.PlanFormat;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at this host, so that it can be described to others. */
public final class HostFactsReader {

  private static final Duration ASKED_FOR = Duration.ofSeconds(5);
  private static final int STEP_PERCENT = 10;

  private final Home home;
  private final Binaries binaries = new Binaries(new Programs());

  public HostFactsReader(Home home) {
    this.home = home;
  }

  /** As it is now; its clock is not measured. */
  public HostFacts read() {
    return read(HostCard.read(home));
  }

  /**
   * As {@link #read()}.
   *
   * @param card what it is called and for; empty where it was not enrolled
   */
  public HostFacts read(Optional<HostCard> card) {
    HostId id = new HostId(home.hostId());
    return new HostFacts(
        id,
        card.map(HostCard::name).orElse(id.value()),
        card.map(HostCard::roles).orElse(List.of()),
        WorkerIdentity.machineName(),
        hardware(),
        lotus(),
        Release.number(),
        PlanFormat.CURRENT,
        Optional.empty(),
        WorkerIdentity.ofThisProcess(home).whereabouts(),
        card.flatMap(HostCard::tell));
  }

  private Hardware hardware() {
    Topology topology = new TopologyReader(Machine.ofThisProcess()).read();
    long size = 0;
    long free = 0;
    try {
      FileStore disk = Files.getFileStore(home.folder());
      size = disk.getTotalSpace();
      free = disk.getUsableSpace();
    } catch (IOException unknown) {
      // A host without a readable file system tells so itself.
    }
    int percent = size == 0 ? 0 : (int) (free * 100 / size / STEP_PERCENT) * STEP_PERCENT;
    return new Hardware(
        topology.cores().size(),
        topology.threads(),
        topology.memory(),
        topology.gpus(),
        new ByteSize(size),
        percent);
  }

  /** Of what runs or is set up here. */
  private List<String> lotus() {
    return FoundServices.onThisMachine().stream()
        .map(FoundService::binary)
        .distinct()
        .flatMap(this::version)
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<String> version(Path binary) {
    try {
      return binaries
          .version(binary, Command.of(ASKED_FOR, binary.toString(), "--version"))
          .map(number -> binary.getFileName() + " " + number)
          .stream();
    } catch (CommandFailed | IllegalArgumentException saysNone) {
      return Stream.empty();
    }
  }
}
