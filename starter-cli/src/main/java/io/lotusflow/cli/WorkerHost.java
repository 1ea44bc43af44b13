package io.lotusflow.cli;

import io.lotusflow.handover.HandOverPlan;
import io.lotusflow.host.HostNetwork;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.sealworker.HostSurvey;
import io.lotusflow.sealworker.MinerElsewhere;
import io.lotusflow.sealworker.SealHostActivitiesImpl;
import io.lotusflow.sealworker.SealHostWorkflowImpl;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.sealworker.SurveyPlan;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host whose seal workers a command is about: this one, which is simply looked at, or another
 * one, which is asked through its task queue.
 */
final class WorkerHost {

  private final Session session;
  private final Plans plans;
  private final MinerPlan miner;
  private final boolean elsewhere;
  private final HostSurvey survey;

  private WorkerHost(Session session, Plans plans, boolean elsewhere, HostSurvey survey) {
    this.session = session;
    this.plans = plans;
    this.miner = plans.miner().orElseThrow(() -> MinerReading.noMiner(session));
    this.elsewhere = elsewhere;
    this.survey = survey;
  }

  /** This host; nobody but itself is asked. */
  static WorkerHost here(Session session, Plans plans, Optional<Path> folder) {
    MinerPlan miner = plans.miner().orElseThrow(() -> MinerReading.noMiner(session));
    Path place = folder.orElseGet(() -> beside(miner)).toAbsolutePath().normalize();
    SurveyPlan plan = plans.survey(Optional.empty(), Optional.empty(), Optional.of(place));
    ServiceActivitiesImpl services = new ServiceActivitiesImpl(session.home(), () -> {});
    return new WorkerHost(
        session, plans, false, new SealHostActivitiesImpl(session.home(), services).survey(plan));
  }

  /**
   * The named host, or this one.
   *
   * @param minerInfo file on that host that may name the miner's address; refused for this host
   * @param minerAddress where that host reaches the miner, if it has no such file
   * @param folder on that host, whose free room is wanted
   */
  static WorkerHost named(
      Session session,
      Plans plans,
      Optional<String> name,
      Optional<Path> minerInfo,
      Optional<Multiaddr> minerAddress,
      Optional<Path> folder) {
    String own = session.home().hostId();
    HostNames names = new HostNames(session);
    HostId host = names.id(name.orElse(own));
    if (host.value().equals(own)) {
      minerInfo.ifPresent(
          file -> {
            throw session.complaint(Exit.USAGE, "seal-worker.miner-info.here", file);
          });
      return here(session, plans, folder);
    }
    Plans there = elsewhere(session, plans, host, names);
    SurveyPlan asked = there.survey(minerInfo, minerAddress, folder);
    return new WorkerHost(session, there, true, ask(session, asked));
  }

  /** By its own settings, if these name them. */
  private static Plans elsewhere(Session session, Plans plans, HostId host, HostNames names) {
    return NodeHosts.of(session, plans, Map.of(), names::id)
        .of(host)
        .map(plans::onMachineOf)
        .orElseGet(() -> plans.on(host));
  }

  /** Another machine of this node, by its settings. */
  static WorkerHost of(Session session, Plans plans, Plans other) {
    return asked(session, plans.onMachineOf(other));
  }

  /** One that was given workers once, whether it still belongs to the cluster or not. */
  static WorkerHost remembered(Session session, Plans plans, HostId host) {
    return asked(session, elsewhere(session, plans, host, new HostNames(session)));
  }

  private static WorkerHost asked(Session session, Plans there) {
    SurveyPlan what = there.survey(Optional.empty(), Optional.empty(), Optional.empty());
    return new WorkerHost(session, there, true, ask(session, what));
  }

  /** As it was found, by other settings. */
  WorkerHost at(Plans other) {
    return new WorkerHost(session, other, elsewhere, survey);
  }

  private static HostSurvey ask(Session session, SurveyPlan plan) {
    return new OtherHost(session, plan.scope().host())
        .ask("SealHost", "seal-host", plan, SealHostWorkflowImpl.ANSWERS_WITHIN, HostSurvey.class);
  }

  boolean isElsewhere() {
    return elsewhere;
  }

  HostId id() {
    return plans.scope().host();
  }

  HostSurvey survey() {
    return survey;
  }

  /** Of the node whose miner is here. */
  List<HostSurvey.Seen> workers() {
    return survey.of(node());
  }

  Optional<SealWorker> find(String name) {
    return survey.find(node(), name).map(HostSurvey.Seen::worker);
  }

  private String node() {
    return plans.scope().node().value();
  }

  /** Where workers' folders are unless somebody names one. */
  Path folder() {
    return elsewhere ? Path.of(survey.folder()) : beside(miner);
  }

  private static Path beside(MinerPlan miner) {
    return Path.of(miner.repo()).resolveSibling("");
  }

  /** On which a worker there listens, so that the miner reaches it and as few others as can be. */
  String address() {
    boolean sameLoopback = survey.network().equals(HostNetwork.id());
    if (!survey.towardsMiner().isEmpty()) {
      return survey.towardsMiner();
    }
    if (sameLoopback) {
      return "127.0.0.1";
    }
    if (survey.addresses().size() == 1) {
      return survey.addresses().get(0);
    }
    throw session.complaint(
        Exit.USAGE, "seal-worker.address", String.join(", ", survey.addresses()));
  }

  ServicePlan unit(SealWorker worker) {
    return elsewhere
        ? plans.sealWorkerUnit(worker, operatorsFile(worker, Optional.empty()), survey)
        : plans.sealWorkerUnit(worker, minerInfo(worker));
  }

  private Path minerInfo(SealWorker worker) {
    return new SealWorkers(Path.of(survey.registry())).minerInfo(node(), worker.name());
  }

  /** The unit reads it itself: our own folder is closed to the user that it may run as. */
  private Path operatorsFile(SealWorker worker, Optional<Path> given) {
    return given
        .or(
            () ->
                survey
                    .find(node(), worker.name())
                    .map(HostSurvey.Seen::minerInfo)
                    .filter(known -> !known.isEmpty())
                    .map(Path::of))
        .orElseGet(() -> minerInfo(worker));
  }

  /**
   * One act there.
   *
   * @param file with the miner's token and address, put there by the operator
   */
  SealWorkerPlan plan(SealWorkerPlan.Act act, SealWorker worker, Optional<Path> file, boolean now) {
    if (!elsewhere) {
      return plans.sealWorker(act, worker, minerInfo(worker), now).orElseThrow();
    }
    MinerElsewhere there =
        new MinerElsewhere(operatorsFile(worker, file).toString(), HostNetwork.id(), actor());
    return plans.sealWorker(act, worker, minerInfo(worker), survey, there, now).orElseThrow();
  }

  /**
   * A worker that is added there, to which the miner's token is brought: again, if it was before.
   *
   * @param miner where that host reaches it
   */
  SealWorkerPlan addHandingOver(SealWorker worker, Multiaddr miner) {
    boolean ownUser = unit(worker).unit().user().isEmpty();
    Path file = ownUser ? minerInfo(worker) : Path.of(worker.handedInfo());
    SealWorkerPlan plan = plan(SealWorkerPlan.Act.ADD, worker, Optional.of(file), false);
    return plan.after(
        new HandOverPlan(
            plan.scope(),
            this.miner.scope().host(),
            HandOverPlan.Of.MINER,
            this.miner.api(),
            miner.toString(),
            file.toString(),
            HandOverPlan.Content.API_INFO,
            plan.service().unit().user()));
  }

  /** It would lead that host to itself. */
  void refuseLoopback(Multiaddr miner) {
    String address = miner.host().orElseThrow();
    if (HostNetwork.isLoopback(address) && !survey.network().equals(HostNetwork.id())) {
      throw session.complaint(Exit.USAGE, "seal-worker.miner-address", address);
    }
  }

  /** Whether the operator has put the miner's token there. */
  boolean hasOperatorsFile(SealWorker worker) {
    return survey
        .find(node(), worker.name())
        .map(HostSurvey.Seen::minerInfo)
        .filter(known -> !known.isEmpty() && !known.equals(worker.handedInfo()))
        .isPresent();
  }

  private String actor() {
    try {
      return MinerApi.at(miner.api()).actor();
    } catch (RpcFailed failed) {
      throw NodeReading.silent(session, failed, "miner.silent");
    }
  }
}
