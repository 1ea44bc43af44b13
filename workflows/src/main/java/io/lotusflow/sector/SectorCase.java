package io.lotusflow.sector;

import java.util.Optional;

/**
 * What is the matter with a sector: the closed table of recovery. What Lotus does by itself is left
 * to it; only what is provably safe is done by us; everything else is a person's decision ({@code
 * sector-states.md}, {@code seen-on-a-real-node.md}). The names are stored in histories: add, never
 * rename.
 */
public enum SectorCase {
  /** It moves, waits for what takes its time, or somebody works on it. */
  FINE(Remedy.NOTHING),
  /** Failed; Lotus tries again within minutes. */
  LOTUS_RETRIES(Remedy.WAIT),
  /** It was helped a moment ago: what comes of it is still to be seen. */
  JUST_HELPED(Remedy.WAIT),
  /**
   * Its handler gave up, mostly in an outage of the daemon: neither job nor another try. Given the
   * state that it is in, it goes on.
   */
  WEDGED(Remedy.AUTOMATIC),
  /**
   * An outage while the ticket was drawn has recorded none, and PreCommit2 panics each worker that
   * tries. Nothing is on the chain, so a new ticket is drawn.
   */
  NULL_TICKET(Remedy.AUTOMATIC),
  /** Its promise came too late for its ticket, and is not on the chain: sealed again. */
  TICKET_EXPIRED(Remedy.AUTOMATIC),
  /**
   * A job is said to run with a worker that is gone: its call is aborted, and Lotus tries again.
   */
  DEAD_JOB(Remedy.AUTOMATIC),
  /** It waits for a message that the chain has carried out: it is told to look again. */
  MESSAGE_LANDED(Remedy.AUTOMATIC),
  /** The worker that has its job does not answer; the job waits until that worker is back. */
  WORKER_AWAY(SectorProblem.SECTOR_WORKER_AWAY),
  /** Whoever has its files does not answer. */
  FILES_AWAY(SectorProblem.SECTOR_FILES_AWAY),
  /** Nobody has the files that its state needs. */
  FILES_LOST(SectorProblem.SECTOR_FILES_LOST),
  /** PreCommit1 failed so often that Lotus (since v1.25) removes it at the next failure. */
  LAST_TRY(SectorProblem.SECTOR_LAST_TRY),
  /** There is no room, or no path, for what its state writes. */
  NO_PLACE(SectorProblem.SECTOR_NO_PLACE),
  /** It fails again and again at the same place. */
  KEEPS_FAILING(SectorProblem.SECTOR_KEEPS_FAILING),
  /** It was promised, and the chain has neither the promise any more nor the sector. */
  PROMISE_GONE(SectorProblem.SECTOR_PROMISE_GONE),
  /** Nothing happens any more. */
  OVER(SectorProblem.SECTOR_OVER),
  /** What would be automatic was done as often as it may be. */
  TRIED_ENOUGH(SectorProblem.SECTOR_TRIED_ENOUGH),
  /** Whether anybody is to work on it cannot be told: nothing is done about it. */
  CANNOT_TELL(SectorProblem.SECTOR_CANNOT_TELL),
  /** A state that is not known here: nothing is done about it. */
  STRANGE(SectorProblem.SECTOR_STRANGE);

  /** Who acts. */
  public enum Remedy {
    NOTHING,
    /** Lotus does. */
    WAIT,
    /** We do, within bounds. */
    AUTOMATIC,
    /** A person decides. */
    ASK
  }

  private final Remedy remedy;
  private final Optional<SectorProblem> problem;

  SectorCase(Remedy remedy) {
    this.remedy = remedy;
    this.problem = Optional.empty();
  }

  SectorCase(SectorProblem problem) {
    this.remedy = Remedy.ASK;
    this.problem = Optional.of(problem);
  }

  public Remedy remedy() {
    return remedy;
  }

  /** What a person is asked; with number, state and evidence as arguments. */
  public Optional<SectorProblem> problem() {
    return problem;
  }
}
