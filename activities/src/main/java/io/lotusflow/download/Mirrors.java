package io.lotusflow.download;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The servers that have the same file; decides where the next range comes from. */
final class Mirrors {
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final List<Mirror> all;
  private final Patience patience;
  private final int connections;
  private String trouble = "";

  Mirrors(List<Offer> offers, Patience patience, int connections) {
    this.all =
        offers.stream().map(offer -> new Mirror(offer, offer.ranges() ? connections : 1)).toList();
    this.patience = patience;
    this.connections = connections;
  }

  /**
   * A slot at the server that is worth most; waits while all of them are to be left alone.
   *
   * @param pull for which it is; servers that it avoids are only taken if there is no other
   * @throws IOException why the last server was dropped
   */
  synchronized Mirror take(Pull pull) throws IOException, InterruptedException {
    Set<Mirror> avoided = pull.avoided();
    while (true) {
      if (all.stream().allMatch(Mirror::isDropped)) {
        throw verdict();
      }
      long now = System.nanoTime();
      Mirror best =
          all.stream()
              .filter(mirror -> mirror.isFree(now))
              .filter(mirror -> !avoided.contains(mirror) || isAllThereIs(avoided))
              .max(Comparator.comparingDouble(Mirror::worth))
              .orElse(null);
      if (best != null) {
        best.take();
        pull.grant();
        return best;
      }
      wait(LOOK_AGAIN_MILLIS);
    }
  }

  /** A change is worth more than another reason: it calls for another file, not for patience. */
  private IOException verdict() {
    return all.stream()
        .map(Mirror::why)
        .filter(SourceChanged.class::isInstance)
        .findFirst()
        .orElse(all.get(all.size() - 1).why());
  }

  private boolean isAllThereIs(Set<Mirror> some) {
    return all.stream().allMatch(mirror -> mirror.isDropped() || some.contains(mirror));
  }

  synchronized void served(Mirror mirror, long bytes, long nanos) {
    mirror.served(bytes, nanos / (double) TimeUnit.SECONDS.toNanos(1), mostOf(mirror));
    trouble = "";
  }

  private int mostOf(Mirror mirror) {
    return mirror.offer().ranges() ? connections : 1;
  }

  synchronized void giveBack(Mirror mirror) {
    mirror.giveBack();
    notifyAll();
  }

  /**
   * A connection broke, or never came about.
   *
   * @param granted when it was given away: later than a failure means in spite of it
   * @param bytes that came before
   */
  synchronized void failed(Mirror mirror, long granted, long bytes, IOException why) {
    trouble = String.valueOf(why.getMessage());
    if (why instanceof SourceChanged || isFinal(why)) {
      mirror.drop(why);
    } else if (why instanceof TooSlow) {
      mirror.demote();
    }
    if (bytes > 0) {
      return;
    }
    long pause = patience.pause().toNanos();
    if (why instanceof HttpRefused refused) {
      mirror.busy();
      pause = patience.after(refused).toNanos();
    }
    if (mirror.failed(granted, pause) >= patience.failures()) {
      mirror.drop(why);
    }
  }

  private static boolean isFinal(IOException why) {
    return why instanceof HttpRefused refused && !refused.mayPass();
  }

  /** Of the newest failure, while nothing has come since; else empty. */
  synchronized String trouble() {
    return trouble;
  }
}
