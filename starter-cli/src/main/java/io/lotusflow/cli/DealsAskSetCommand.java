package io.lotusflow.cli;

import io.lotusflow.deals.DealPrice;
import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.deals.StorageAsk;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.settings.Plans;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is not named stays as it is. */
@Command(name = "set")
final class DealsAskSetCommand extends DealsActCommand {

  private static final ByteSize LEAST_PIECE = new ByteSize(256);

  @Option(names = "--price", paramLabel = "PRICE")
  private Optional<String> price = Optional.empty();

  @Option(names = "--verified", paramLabel = "PRICE")
  private Optional<String> verifiedPrice = Optional.empty();

  @Option(names = "--min-piece", paramLabel = "SIZE")
  private Optional<String> minPiece = Optional.empty();

  @Option(names = "--max-piece", paramLabel = "SIZE")
  private Optional<String> maxPiece = Optional.empty();

  DealsAskSetCommand(Session session) {
    super(session, DealsActPlan.Act.ASK);
  }

  @Override
  List<String> words(Plans plans) {
    try {
      return wanted(plans).words();
    } catch (RpcFailed failed) {
      throw NodeReading.silent(session(), failed, "miner.silent");
    }
  }

  private StorageAsk wanted(Plans plans) {
    Duration epoch = DealsReading.epoch(plans);
    Optional<StorageAsk> now = DealsReading.market(session(), plans).ask();
    require(price.isPresent() || now.isPresent(), "deals.ask.no-price");
    BigInteger asked =
        price.map(text -> price(text, epoch)).or(() -> now.map(StorageAsk::price)).orElseThrow();
    StorageAsk wanted =
        new StorageAsk(
            asked,
            verifiedPrice
                .map(text -> price(text, epoch))
                .or(() -> now.map(StorageAsk::verifiedPrice))
                .orElse(asked),
            minPiece.map(this::size).or(() -> now.map(StorageAsk::minPiece)).orElse(LEAST_PIECE),
            maxPiece
                .map(this::size)
                .or(() -> now.map(StorageAsk::maxPiece))
                .orElseGet(() -> sectorSize(plans)));
    require(
        wanted.minPiece().compareTo(wanted.maxPiece()) <= 0
            && wanted.maxPiece().compareTo(sectorSize(plans)) <= 0,
        "deals.ask.pieces-wrong");
    AskText words = new AskText(session(), epoch);
    session().say("deals.ask.price", words.words(wanted.price()));
    session().say("deals.ask.verified", words.words(wanted.verifiedPrice()));
    session().say("deals.ask.pieces", wanted.minPiece(), wanted.maxPiece());
    return wanted;
  }

  private static ByteSize sectorSize(Plans plans) {
    return plans.miner().orElseThrow().sectorSize();
  }

  private BigInteger price(String text, Duration epoch) {
    try {
      return DealPrice.parse(text, epoch).atto();
    } catch (IllegalArgumentException wrong) {
      throw new Complaint(
          Exit.USAGE,
          session().text("deals.ask.price-wrong"),
          String.valueOf(wrong.getMessage()),
          session().text("deals.ask.price-wrong.todo"));
    }
  }

  /** Lotus takes powers of two only. */
  private ByteSize size(String text) {
    try {
      ByteSize size = ByteSize.parse(text);
      require(Long.bitCount(size.bytes()) == 1, "deals.ask.piece-wrong");
      return size;
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw notHere("deals.ask.piece-wrong");
    }
  }
}
