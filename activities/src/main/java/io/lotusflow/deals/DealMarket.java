package io.lotusflow.deals;

import io.lotusflow.job.JobKey;
import io.lotusflow.job.JobSpec;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.MarketApi;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeVersion;
import io.lotusflow.process.Programs;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What takes deals for a miner. There is one that has them, Lotus' own up to v1.27.0, and one that
 * says that there is none; Boost and Curio would be others. A method returns once it is so; all
 * throw {@link io.lotusflow.lotus.RpcFailed}.
 */
public interface DealMarket {

  /**
   * The market of a miner, by its version and by what it says that it runs. The only choice.
   *
   * @param beat called before each thing that may take some seconds
   */
  static DealMarket of(DealsPlan plan, DealNotes notes, Programs programs, Runnable beat) {
    MarketApi api = MarketApi.at(plan.miner(), beat);
    NodeVersion version = MinerApi.at(plan.miner()).version();
    if (!new Dialect(version.number()).hasMarket()) {
      return new NoMarket(DealsProblem.DEALS_MARKET_GONE, version.text());
    }
    if (!api.isRunHere()) {
      return new NoMarket(DealsProblem.DEALS_MARKET_OFF, version.text());
    }
    return new LotusMarket(plan, notes, programs, api, beat);
  }

  /** Why there is none; empty if there is one. */
  Optional<Absence> absence();

  DealFlags considered();

  /**
   * Considers these deals and no others.
   *
   * @return what people should know besides; mostly nothing
   */
  String consider(DealFlags flags);

  /** Transfers of data that have not ended. */
  int transfers();

  /** Retrievals that have not ended. */
  int retrievals();

  /** Absent where none was set. */
  Optional<StorageAsk> ask();

  /** What it is given, and what it then says that it has, are the same. */
  Change ask(StorageAsk ask);

  List<String> blocklist();

  /** The whole list. */
  Change blocklist(List<String> cids);

  /** The command that decides on deals; empty = none. */
  String filter(boolean retrieval);

  /** From its next start on. */
  Change filter(boolean retrieval, String command);

  /** The number of the state of a deal, by the CID of its proposal. */
  Optional<Integer> state(String proposal);

  /** The command line that gives it the data of a deal, which takes long. */
  ImportCommand importing(String proposal, Path file);

  /**
   * Why a miner has no market.
   *
   * @param version what it says that it is
   */
  record Absence(DealsProblem why, String version) {
    public ApplicationFailure failure() {
      return why.because(version);
    }
  }

  /**
   * How something was changed.
   *
   * @param commands as an operator could type them
   * @param remark what people should know besides; may be empty
   */
  record Change(List<String> commands, String remark) {
    public Change {
      commands = List.copyOf(commands);
    }
  }

  /** A job, once its key is known. */
  interface ImportCommand {
    JobSpec as(JobKey key);
  }
}
