package io.lotusflow.params;

import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.LineProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.process.Command;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets {@code lotus} fetch and check the files: it knows their digests. */
public final class ParamsActivitiesImpl implements ParamsActivities {
  private static final Logger log = LoggerFactory.getLogger(ParamsActivitiesImpl.class);
  private static final String DEFAULT_GATEWAY = "https://proofs.filecoin.io/ipfs/";

  private final JobSteps steps;

  public ParamsActivitiesImpl(JobSteps steps) {
    this.steps = steps;
  }

  @Override
  public Receipt fetch(ParamsPlan plan) {
    ParamsFolder folder = new ParamsFolder(plan);
    Path binary = Path.of(plan.binary());
    if (folder.isWhole(binary)) {
      return Receipt.alreadySo("all parameters for " + plan.sectorSize() + " in " + plan.folder());
    }
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(
          "fetches about %s into %s from %s"
              .formatted(folder.missing(), plan.folder(), String.join(", ", gateways(plan))),
          plan.binary() + " fetch-params " + plan.sectorSize());
    }
    folder.make();
    refuseTooLittleRoom(plan, folder);
    List<String> commands = new ArrayList<>();
    JobExit exit = fromTheFirstThatGives(plan, commands);
    folder.noteWhole(binary);
    log.info("parameters fetched sectorSize={} folder={}", plan.sectorSize(), plan.folder());
    return Receipt.done(
        "fetched and checked in " + exit.took().toSeconds() + " s",
        commands.toArray(String[]::new));
  }

  private JobExit fromTheFirstThatGives(ParamsPlan plan, List<String> commands) {
    List<JobExit> failures = new ArrayList<>();
    for (String gateway : gateways(plan)) {
      JobSpec job = job(plan, gateway);
      commands.add("IPFS_GATEWAY=" + gateway + ' ' + Command.of(Duration.ZERO, job.argv()));
      JobExit exit = steps.runAsStep(job, progress());
      if (exit.succeeded()) {
        return exit;
      }
      log.warn("parameters not fetched gateway={} log={}", gateway, exit.log());
      failures.add(exit);
    }
    JobExit last = failures.get(failures.size() - 1);
    throw ParamsProblem.PARAMS_NOT_FETCHED.withLog(
        last.lastLines(), String.join(", ", gateways(plan)), last.log());
  }

  private JobSpec job(ParamsPlan plan, String gateway) {
    Path folder = Path.of(plan.folder());
    Lotus lotus = new Lotus(Path.of(plan.binary()), NodeApi.local("/", "/ip4/127.0.0.1/tcp/1234"));
    return lotus.fetchParams(
        steps.key(plan.folder(), plan.sectorSize(), gateway),
        plan.sectorSize(),
        folder,
        gateway,
        plan.access().proxies());
  }

  /** The CID is put right behind a gateway, so it must end with a slash. */
  private static List<String> gateways(ParamsPlan plan) {
    List<String> given = plan.access().ipfsGateways();
    return given.isEmpty()
        ? List.of(DEFAULT_GATEWAY)
        : given.stream().map(url -> url.endsWith("/") ? url : url + '/').toList();
  }

  private static void refuseTooLittleRoom(ParamsPlan plan, ParamsFolder folder) {
    ByteSize missing = folder.missing();
    if (folder.free().compareTo(missing) < 0) {
      throw ParamsProblem.PARAMS_NO_SPACE.because(plan.folder(), missing, folder.free());
    }
  }

  /** Counts the files that were begun; how many there will be is not told. */
  private static LineProgress progress() {
    return (line, before) ->
        line.contains("Fetching ")
            ? new JobProgress(
                "fetching",
                -1,
                before.done() + 1,
                0,
                "files",
                before.lastLine(),
                before.pid(),
                before.startedAt())
            : before;
  }
}
