package io.lotusflow.preflight;

import io.lotusflow.build.BuildPlan;
import io.lotusflow.host.Folders;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.storage.StoragePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Free space of each file system, against the sum of what will be put there. */
final class Space {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private final Words words;

  Space(Words words) {
    this.words = words;
  }

  /** What will come to a place; nothing where something lies already. */
  private record Need(String place, long bytes) {
    boolean isMet() {
      Path path = Path.of(place);
      if (!Files.isDirectory(path)) {
        return Files.exists(path);
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        return entries.iterator().hasNext();
      } catch (IOException unreadable) {
        return true;
      }
    }
  }

  List<Finding> look(InstallPlan plan) {
    Map<FileStore, List<Need>> byStore = new LinkedHashMap<>();
    needs(plan).stream()
        .filter(need -> !need.place.isEmpty() && need.bytes > 0 && !need.isMet())
        .forEach(
            need -> byStore.computeIfAbsent(store(need), store -> new ArrayList<>()).add(need));
    if (byStore.isEmpty()) {
      return List.of(words.none("space"));
    }
    return byStore.entrySet().stream()
        .map(entry -> judge(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Finding judge(FileStore store, List<Need> needs) {
    long wanted = needs.stream().mapToLong(Need::bytes).sum();
    List<String> shown =
        needs.stream().map(need -> "\n" + need.place + "  " + new ByteSize(need.bytes)).toList();
    try {
      ByteSize free = new ByteSize(store.getUsableSpace());
      Object[] arguments = {store.name(), free, new ByteSize(wanted), String.join("", shown)};
      if (free.bytes() >= wanted) {
        return words.ok("space", store.name() + ": " + free + " >= " + new ByteSize(wanted));
      }
      return words.refuse("space", "space.little", arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileStore store(Need need) {
    try {
      return Files.getFileStore(Folders.nearestThere(Path.of(need.place)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Need> needs(InstallPlan plan) {
    Network network = plan.build().network();
    boolean small = network == Network.REHEARSAL;
    List<Need> needs = new ArrayList<>();
    BuildPlan build = plan.build();
    needs.add(new Need(build.checkout(), small ? 100 * MIB : 20 * GIB));
    needs.add(new Need(build.toolchain().folder(), small ? 100 * MIB : 10 * GIB));
    needs.add(new Need(build.prefix(), small ? 50 * MIB : GIB));
    plan.daemon().ifPresent(daemon -> needs.add(new Need(daemon.repo(), chain(network))));
    plan.snapshot()
        .filter(snapshot -> snapshot.source().startsWith("http"))
        .ifPresent(snapshot -> needs.add(new Need(snapshot.downloads(), snapshotOf(network))));
    plan.host().swap().ifPresent(swap -> needs.add(new Need(plan.host().swapFile(), swap.bytes())));
    plan.miner().ifPresent(miner -> addMiner(needs, miner, small));
    return needs;
  }

  private static void addMiner(List<Need> needs, MinerPlan miner, boolean small) {
    ByteSize sector = miner.sectorSize();
    needs.add(new Need(miner.repo(), small ? 50 * MIB : 5 * GIB));
    needs.add(new Need(miner.params().folder(), small ? 50 * MIB : Sealing.parameters(sector)));
    needs.add(new Need(variable(miner, "FIL_PROOFS_PARENT_CACHE"), Sealing.parents(sector)));
    needs.add(new Need(variable(miner, "TMPDIR"), sector.bytes()));
    for (StoragePath path : miner.storage().paths()) {
      needs.add(new Need(path.path(), path.seal() ? Sealing.sealing(sector) : 2 * sector.bytes()));
    }
  }

  private static String variable(MinerPlan miner, String name) {
    return Optional.ofNullable(miner.environment().get(name)).orElse("");
  }

  /** A fresh import with some weeks of growth. */
  private static long chain(Network network) {
    return switch (network) {
      case MAINNET, CUSTOM -> 300 * GIB;
      case CALIBNET -> 60 * GIB;
      case DEVNET_2K -> 2 * GIB;
      case REHEARSAL -> 50 * MIB;
    };
  }

  private static long snapshotOf(Network network) {
    return switch (network) {
      case MAINNET -> 90 * GIB;
      case CALIBNET -> 10 * GIB;
      case CUSTOM, DEVNET_2K -> GIB;
      case REHEARSAL -> 20 * MIB;
    };
  }
}
