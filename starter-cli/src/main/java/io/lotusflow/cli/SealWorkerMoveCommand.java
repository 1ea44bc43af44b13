package io.lotusflow.cli;

import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.WorkerMove;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Either to another folder, or to have the one that was left deleted. */
@Command(name = "move")
final class SealWorkerMoveCommand extends SealWorkerActCommand {

  @Option(names = "--path", paramLabel = "FOLDER")
  private Optional<Path> path = Optional.empty();

  @Option(names = "--tmpdir", paramLabel = "FOLDER")
  private Optional<Path> tmpdir = Optional.empty();

  @Option(names = "--drop-old")
  private boolean dropOld;

  SealWorkerMoveCommand(Session session) {
    super(session, SealWorkerPlan.Act.MOVE);
  }

  @Override
  SealWorkerPlan.Act act() {
    return dropOld ? SealWorkerPlan.Act.DROP_OLD : SealWorkerPlan.Act.MOVE;
  }

  @Override
  SealWorkerPlan completed(SealWorkerPlan plan, WorkerHost there) {
    if (path.isPresent() == dropOld || (dropOld && tmpdir.isPresent())) {
      throw notHere("seal-worker.move");
    }
    return dropOld ? plan : plan.to(move(plan, there));
  }

  private WorkerMove move(SealWorkerPlan plan, WorkerHost there) {
    Path target = path.orElseThrow().normalize();
    if (!target.isAbsolute() || !tmpdir.map(Path::isAbsolute).orElse(true)) {
      throw notHere("seal-worker.path");
    }
    SealWorker worker = plan.worker();
    if (target.toString().equals(worker.path())) {
      throw notHere("seal-worker.move.there");
    }
    SealWorker moved =
        worker.in(
            target.toString(),
            tmpdir.orElseGet(() -> follows(worker, target)).normalize().toString());
    return new WorkerMove(moved, there.unit(moved));
  }

  /** A TMPDIR within the folder goes along. */
  private static Path follows(SealWorker worker, Path target) {
    Path folder = Path.of(worker.path());
    Path before = Path.of(worker.tmpdir());
    return before.startsWith(folder) ? target.resolve(folder.relativize(before)) : before;
  }
}
