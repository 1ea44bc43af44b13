package io.lotusflow.sector;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.actor.ActorProblem;
import io.lotusflow.files.LogEnd;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.node.RepoFolder;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Diagnoses sectors of one miner, and does for them what is safe, within bounds. */
final class Recovery {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STAMP = 19;

  /** In blocks: ten minutes on mainnet. */
  private static final int STILL_AFTER = 20;

  private static final Duration STILL_AT_LEAST = Duration.ofSeconds(20);

  private final MinerApi miner;
  private final FullNode node;
  private final Path evidence;
  private final RecoveryBook book;
  private final Duration stillAfter;

  /**
   * @param evidence the folder in which it is kept what was seen before an act
   * @param name of the node whose miner it is
   * @param stillAfter one on which nobody works for so long stands still
   */
  Recovery(MinerApi miner, FullNode node, Path evidence, NodeId name, Duration stillAfter) {
    this.miner = miner;
    this.node = node;
    this.evidence = evidence;
    this.book = new RecoveryBook(evidence.resolve("acts-" + name + ".json"));
    this.stillAfter = stillAfter;
  }

  /** One that takes a sector for standing still after some blocks. */
  static Recovery of(NodeId name, NodeApi miner, NodeApi node, Path evidence) {
    FullNode daemon = FullNode.at(node);
    return new Recovery(
        MinerApi.at(miner), daemon, evidence, name, stillAfter(daemon.version().blockDelay()));
  }

  /** How long nobody may work on a sector before it stands still. */
  static Duration stillAfter(Duration block) {
    Duration blocks = block.multipliedBy(STILL_AFTER);
    return blocks.compareTo(STILL_AT_LEAST) > 0 ? blocks : STILL_AT_LEAST;
  }

  SectorFinding diagnose(long number, Instant now) {
    SectorFinding found =
        new Diagnosis(MinerSight.of(miner, node).evidence(number, now), stillAfter).of(number);
    if (found.what().remedy() != SectorCase.Remedy.AUTOMATIC) {
      return found;
    }
    if (book.hasActed(number, now, stillAfter)) {
      return instead(found, SectorCase.JUST_HELPED);
    }
    return book.mayAct(number, now) ? found : instead(found, SectorCase.TRIED_ENOUGH);
  }

  private static SectorFinding instead(SectorFinding found, SectorCase what) {
    String because = found.what() + ": " + found.because();
    return new SectorFinding(found.receipt(), found.sector(), what, "", because);
  }

  /**
   * Does what the case allows. Nothing where it is another case by now, so a repetition is safe.
   *
   * @param logs files whose ends are kept as evidence
   */
  Receipt cure(SectorFinding finding, List<String> logs, Instant now) {
    requireTodaysHead(now);
    Path lock = RepoFolder.make(evidence).resolve(".lock");
    return OneAtATime.on(lock, () -> {}, () -> cureAlone(finding, logs, now));
  }

  /** What an old head says of the chain may be wrong by now. */
  private void requireTodaysHead(Instant now) {
    TipSet head = node.head();
    if (node.isBehind(head, now)) {
      throw ActorProblem.ACTOR_NODE_NOT_SYNCED.because(head.height());
    }
  }

  private Receipt cureAlone(SectorFinding finding, List<String> logs, Instant now) {
    long number = finding.sector().number();
    SectorFinding again = diagnose(number, now);
    if (again.what() != finding.what()
        || again.what().remedy() != SectorCase.Remedy.AUTOMATIC
        || !again.sector().equals(finding.sector())) {
      return Receipt.alreadySo("sector %d is %s".formatted(number, again.sector().state()));
    }
    Path kept = keep(again, logs, now);
    book.note(number, again.what(), now);
    List<String> commands = new ArrayList<>();
    if (!again.target().isEmpty()) {
      miner.setState(number, again.target());
      commands.add(
          "lotus-miner sectors update-state --really-do-it %d %s"
              .formatted(number, again.target()));
    }
    abortCalls(again, commands);
    return Receipt.done(
        "sector %d: %s, %s; what was seen is in %s"
            .formatted(number, again.what(), again.because(), kept),
        commands.toArray(String[]::new));
  }

  /**
   * With no ticket every call is lost, whoever has it; else only those of workers that are gone.
   */
  private void abortCalls(SectorFinding finding, List<String> commands) {
    boolean all = finding.what() == SectorCase.NULL_TICKET;
    if (!all && finding.what() != SectorCase.DEAD_JOB) {
      return;
    }
    SectorEvidence seen =
        MinerSight.of(miner, node).evidence(finding.sector().number(), Instant.now());
    for (MinerApi.Job job : all ? seen.jobs() : seen.deadJobs()) {
      miner.abort(job);
      String id = job.call().path("ID").asText(job.call().asText());
      commands.add("lotus-miner sealing abort " + id.substring(0, Math.min(8, id.length())));
    }
  }

  private Path keep(SectorFinding finding, List<String> logs, Instant now) {
    long number = finding.sector().number();
    ObjectNode seen = JSON.createObjectNode();
    seen.put("case", finding.what().name()).put("because", finding.because());
    seen.set("status", miner.rawStatus(number));
    seen.put("jobs", miner.jobsOf(number).toString());
    ObjectNode ends = seen.putObject("logs");
    for (String log : logs) {
      if (Files.isReadable(Path.of(log))) {
        ends.put(log, new LogEnd(Path.of(log)).text());
      }
    }
    String stamp = now.toString().substring(0, STAMP).replace(":", "");
    Path file =
        RepoFolder.make(evidence).resolve("%d-%s-%s.json".formatted(number, stamp, finding.what()));
    new Journal<>(file, ObjectNode.class).write(seen);
    return file;
  }
}
