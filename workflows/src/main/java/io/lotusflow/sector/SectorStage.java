package io.lotusflow.sector;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the name of a sector's state means, in whichever version of Lotus it occurs (v1.1.2 to
 * v1.36.2, {@code sector-states.md}). A name that is not known here means nothing, and nothing is
 * done about it.
 */
public enum SectorStage {
  /** A worker computes; without a job in a worker's list the sector stands still. */
  COMPUTING(
      "AddPiece",
      "Packing",
      "GetTicket",
      "PreCommit1",
      "PreCommit2",
      "Committing",
      "CommitFinalize",
      "FinalizeSector",
      "ReceiveSector",
      "SnapDealsAddPiece",
      "SnapDealsPacking",
      "UpdateReplica",
      "ProveReplicaUpdate",
      "FinalizeReplicaUpdate",
      "ReleaseSectorKey"),
  /** A message is made and sent, or kept for a batch. */
  SENDING(
      "PreCommitting",
      "SubmitCommit",
      "SubmitPreCommitBatch",
      "SubmitCommitAggregate",
      "SubmitReplicaUpdate",
      "Terminating"),
  /** For the chain, a seed or deals; may take days. */
  WAITING(
      "Empty",
      "WaitDeals",
      "SnapDealsWaitDeals",
      "PreCommitWait",
      "PreCommitBatchWait",
      "WaitSeed",
      "CommitWait",
      "CommitAggregateWait",
      "ReplicaUpdateWait",
      "UpdateActivating",
      "WaitMutable",
      "TerminateWait",
      "TerminateFinality"),
  /** Failed; Lotus tries again by itself after a minute. */
  RETRYING(
      "AddPieceFailed",
      "SealPreCommit1Failed",
      "SealPreCommit2Failed",
      "PreCommitFailed",
      "ComputeProofFailed",
      "RemoteCommitFailed",
      "CommitFailed",
      "CommitFinalizeFailed",
      "FinalizeFailed",
      "RecoverDealIDs",
      "SnapDealsAddPieceFailed",
      "SnapDealsRecoverDealIDs",
      "SnapDealsDealsExpired",
      "ReplicaUpdateFailed",
      "ReleaseSectorKeyFailed",
      "FinalizeReplicaUpdateFailed",
      "TerminateFailed",
      "AbortUpgrade"),
  /** Its data is deleted, or will be. */
  REMOVING("DealsExpired", "PackingFailed", "Removing", "RemoveFailed", "Removed"),
  /** Nothing happens any more without a person. */
  DEAD("FailedUnrecoverable", "FaultedFinal", "FaultReported"),
  /** On the chain and finalized; faults are the chain's to tell. */
  PROVING("Proving", "Available", "Faulty"),
  /** A name that no version up to v1.36.2 has. */
  UNKNOWN();

  private static final Map<String, SectorStage> BY_STATE = new HashMap<>();
  private static final Map<String, String> BY_LOWER_CASE = new TreeMap<>();

  static {
    for (SectorStage stage : values()) {
      for (String state : stage.states()) {
        BY_STATE.put(state, stage);
        BY_LOWER_CASE.put(state.toLowerCase(Locale.ROOT), state);
      }
    }
  }

  private final String states;

  SectorStage(String... states) {
    this.states = String.join(" ", states);
  }

  public static SectorStage of(String state) {
    return BY_STATE.getOrDefault(state, UNKNOWN);
  }

  /** The first version that has the state; none was ever taken out. */
  public static String since(String state) {
    return switch (state) {
      case "GetTicket" -> "1.2.2";
      case "Terminating", "TerminateWait", "TerminateFinality", "TerminateFailed" -> "1.4.1";
      case "AddPiece", "AddPieceFailed" -> "1.5.1";
      case "SubmitPreCommitBatch",
          "PreCommitBatchWait",
          "SubmitCommitAggregate",
          "CommitAggregateWait",
          "CommitFinalize",
          "CommitFinalizeFailed" ->
          "1.10.0";
      case "FinalizeReplicaUpdateFailed" -> "1.14.4";
      case "Available" -> "1.15.1";
      case "ReceiveSector", "RemoteCommitFailed" -> "1.17.2";
      case "WaitMutable" -> "1.19.0";
      default -> isOfSnapDeals(state) ? "1.14.0" : "1.1.2";
    };
  }

  /**
   * The states that an event of a sector's log may lead to, the newest first: it is the first that
   * a version has.
   */
  public static List<String> after(String event) {
    return switch (event) {
      case "SectorStart" -> List.of("WaitDeals");
      case "SectorAddPiece" -> List.of("AddPiece");
      case "SectorStartCC", "SectorStartPacking" -> List.of("Packing");
      case "SectorPacked", "SectorOldTicket" -> List.of("GetTicket", "PreCommit1");
      case "SectorTicket", "SectorRetrySealPreCommit1" -> List.of("PreCommit1");
      case "SectorPreCommit1", "SectorRetrySealPreCommit2" -> List.of("PreCommit2");
      case "SectorPreCommit2", "SectorRetryPreCommit" ->
          List.of("SubmitPreCommitBatch", "PreCommitting");
      case "SectorPreCommitBatchSent", "SectorRetryPreCommitWait" ->
          List.of("PreCommitBatchWait", "PreCommitWait");
      case "SectorPreCommitted" -> List.of("PreCommitWait");
      case "SectorPreCommitLanded", "SectorRetryWaitSeed" -> List.of("WaitSeed");
      case "SectorSeedReady", "SectorRetryComputeProof", "SectorRetryInvalidProof" ->
          List.of("Committing");
      case "SectorProofReady" -> List.of("CommitFinalize");
      case "SectorCommitted", "SectorRetrySubmitCommit" ->
          List.of("SubmitCommitAggregate", "SubmitCommit");
      case "SectorCommitAggregateSent", "SectorRetryCommitWait" ->
          List.of("CommitAggregateWait", "CommitWait");
      case "SectorCommitSubmitted" -> List.of("CommitWait");
      case "SectorProving", "SectorRetryFinalize" -> List.of("FinalizeSector");
      case "SectorFinalized" -> List.of("Proving");
      case "SectorSealPreCommit1Failed" -> List.of("SealPreCommit1Failed");
      case "SectorSealPreCommit2Failed" -> List.of("SealPreCommit2Failed");
      case "SectorChainPreCommitFailed" -> List.of("PreCommitFailed");
      case "SectorComputeProofFailed" -> List.of("ComputeProofFailed");
      case "SectorCommitFailed" -> List.of("CommitFailed");
      case "SectorFinalizeFailed" -> List.of("FinalizeFailed");
      case "SectorRemove" -> List.of("Removing");
      case "SectorRemoved" -> List.of("Removed");
      default -> List.of();
    };
  }

  private static boolean isOfSnapDeals(String state) {
    return state.startsWith("SnapDeals")
        || state.contains("ReplicaUpdate")
        || state.contains("ReleaseSectorKey")
        || state.equals("UpdateReplica")
        || state.equals("UpdateActivating")
        || state.equals("AbortUpgrade");
  }

  /**
   * Whether a sector that is put there by hand may be lost: its data is deleted, nothing happens
   * any more, or the miner believes what the chain does not know.
   */
  public static boolean endsSector(String state) {
    return switch (of(state)) {
      case REMOVING, DEAD, PROVING, UNKNOWN -> true;
      case COMPUTING, SENDING, WAITING, RETRYING ->
          state.equals("Empty") || state.equals("WaitDeals") || state.equals("RecoverDealIDs");
    };
  }

  /** As Lotus spells it. */
  public static Optional<String> spelled(String anyCase) {
    return Optional.ofNullable(BY_LOWER_CASE.get(anyCase.toLowerCase(Locale.ROOT)));
  }

  /** All names there are, in any version. */
  public static Set<String> allStates() {
    return Set.copyOf(BY_LOWER_CASE.values());
  }

  public List<String> states() {
    return states.isEmpty() ? List.of() : List.of(states.split(" ", -1));
  }

  /** Between its pledge and its first proof: it takes room on the sealing paths. */
  public boolean isSealing() {
    return switch (this) {
      case COMPUTING, SENDING, WAITING, RETRYING -> true;
      case REMOVING, DEAD, PROVING, UNKNOWN -> false;
    };
  }

  /** It will not be proven. */
  public boolean isLost() {
    return this == REMOVING || this == DEAD;
  }
}
