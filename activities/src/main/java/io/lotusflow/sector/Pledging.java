package io.lotusflow.sector;

import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the sectors of a batch, each once. That a call is about to be sent is on disk before; if
 * its answer is lost, the sector it may have made is looked for before another call is sent.
 */
final class Pledging {
  private static final Logger log = LoggerFactory.getLogger(Pledging.class);

  /** In the words of the miner, which does not say it by a code. */
  private static final String LIMIT = "too many sectors";

  private static final Duration TO_COME = Duration.ofSeconds(60);

  private final MinerApi miner;
  private final Path folder;
  private final Journal<Batch> journal;
  private final Consumer<String> beat;
  private final Duration lookAgain;

  /**
   * @param folder where batches are kept; made if it is not there
   * @param beat told what is waited for
   * @param lookAgain how long a call that was lost may need to take effect
   */
  Pledging(MinerApi miner, Path folder, String batch, Consumer<String> beat, Duration lookAgain) {
    this.miner = miner;
    this.folder = folder;
    this.beat = beat;
    this.lookAgain = lookAgain;
    this.journal = new Journal<>(folder.resolve(batch + ".json"), Batch.class);
  }

  PledgedSector pledge(int index) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OneAtATime.on(
        folder.resolve(".lock"),
        () -> beat.accept("another attempt is at work"),
        () -> make(index));
  }

  private PledgedSector make(int index) {
    Batch batch = journal.read().orElseGet(() -> new Batch(miner.sectors(), List.of(), 0));
    if (batch.pledged().size() > index) {
      long number = batch.pledged().get(index);
      return new PledgedSector(Receipt.alreadySo("sector " + number), number);
    }
    journal.write(batch);
    Optional<Long> found = batch.unanswered() > 0 ? await(batch, lookAgain) : Optional.empty();
    if (found.isPresent()) {
      return made(batch, found.get(), "a call that was lost had made it");
    }
    return call(batch);
  }

  private PledgedSector call(Batch before) {
    Batch sending = before.sending();
    journal.write(sending);
    while (true) {
      try {
        OptionalLong number = miner.pledge();
        return number.isPresent()
            ? made(sending, number.getAsLong(), "")
            : made(sending, untold(sending), "");
      } catch (RpcFailed failed) {
        if (failed.kind() != RpcFailed.Kind.REFUSED) {
          throw failed;
        }
        afterARefusal(sending, failed);
      }
    }
  }

  /** A miner that seals as many as it may takes the next when one is done. */
  private void afterARefusal(Batch sending, RpcFailed failed) {
    if (!failed.said().contains(LIMIT)) {
      journal.write(sending.refused());
      throw failed;
    }
    Instant until = Instant.now().plus(lookAgain);
    while (Instant.now().isBefore(until)) {
      beat.accept("the miner takes no more now: " + failed.said());
      Pause.of(Duration.ofMillis(500));
    }
  }

  private long untold(Batch sending) {
    return await(sending, TO_COME)
        .orElseThrow(() -> SectorProblem.SECTOR_NOT_PLEDGED.because(TO_COME.toSeconds()));
  }

  private Optional<Long> await(Batch batch, Duration atMost) {
    Instant until = Instant.now().plus(atMost);
    Optional<Long> found = batch.stray(miner.sectors());
    while (found.isEmpty() && Instant.now().isBefore(until)) {
      beat.accept("looks for the sector of a call");
      Pause.of(Duration.ofMillis(500));
      found = batch.stray(miner.sectors());
    }
    return found;
  }

  private PledgedSector made(Batch batch, long number, String note) {
    journal.write(batch.made(number));
    log.info("sector pledged number={} note={}", number, note);
    String said = "sector " + number + (note.isEmpty() ? "" : ": " + note);
    return new PledgedSector(
        Receipt.done(said, "lotus-miner sectors pledge").undoneBy(removal(number)), number);
  }

  private static String removal(long number) {
    return "lotus-miner sectors remove --really-do-it " + number;
  }
}
