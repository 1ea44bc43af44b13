package io.lotusflow.chain;

import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServiceStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Whether a node's chain can be switched, and by which names. */
final class ChainPreflight {
  private final ServiceActivities services;
  private final Runnable beat;

  ChainPreflight(ServiceActivities services, Runnable beat) {
    this.services = services;
    this.beat = beat;
  }

  ChainGround look(ChainResetPlan plan) {
    ChainNode node = plan.node();
    ChainFolder repo = new ChainFolder(Path.of(node.daemon().repo()));
    ServiceStatus service = services.status(node.daemon().service());
    ChainFolder beside = beside(repo, node.beside());
    if (!plan.inPlace()) {
      requireMovable(repo, beside);
    }
    requireKnownService(node, service, repo);
    long bytes = FolderTree.bytesIn(repo.datastore(), beat);
    List<String> copies =
        ChainCopies.of(repo.repo()).folders().stream().map(Path::toString).toList();
    String note =
        "%s has %s, %s are free; %d old copies kept"
            .formatted(
                repo.datastore(),
                new ByteSize(bytes),
                new ByteSize(repo.freeBytes()),
                copies.size());
    String old = "datastore.before-" + ChainFolder.STAMP.format(Instant.now());
    return new ChainGround(
        Receipt.alreadySo(note),
        beside.repo().toString(),
        repo.repo().resolve(old).toString(),
        bytes,
        copies,
        service.running());
  }

  static ChainFolder beside(ChainFolder repo, BesidePlan plan) {
    return plan.folder().isEmpty() ? repo.beside() : new ChainFolder(Path.of(plan.folder()));
  }

  private static void requireMovable(ChainFolder repo, ChainFolder beside) {
    Path datastore = repo.datastore();
    if (Files.isSymbolicLink(datastore)) {
      throw ChainProblem.CHAIN_NOT_MOVABLE.because(datastore, "a link");
    }
    if (!Files.isDirectory(datastore)) {
      throw ChainProblem.CHAIN_ABSENT.because(repo.repo());
    }
    if (Mounts.isMountPoint(datastore)) {
      throw ChainProblem.CHAIN_NOT_MOVABLE.because(datastore, "a mount point");
    }
    if (!Mounts.renameWorks(beside.repo(), repo.repo())) {
      throw ChainProblem.CHAIN_NOT_MOVABLE.because(
          beside.repo(), "on another file system than " + repo.repo());
    }
    if (!beside.isFreeForUs()) {
      throw ChainProblem.CHAIN_FOLDER_TAKEN.because(beside.repo());
    }
  }

  /** Else somebody would start the daemon again while its chain is between two folders. */
  private static void requireKnownService(ChainNode node, ServiceStatus service, ChainFolder repo) {
    if (!service.installed() || (repo.isInUse() && !service.running())) {
      throw ChainProblem.CHAIN_SERVICE_UNKNOWN.because(
          node.daemon().service().unit().name(), repo.repo());
    }
  }
}
