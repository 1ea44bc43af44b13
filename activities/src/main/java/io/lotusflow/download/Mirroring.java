package io.lotusflow.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Several addresses of what may be one file, asked at the same time. */
public final class Mirroring {
  /** Who needs longer than this for a first sample, once another has answered, is not missed. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long LOOK_AGAIN_MILLIS = 10;

  /** Another file is preferred to the first one's only if its servers are so much faster. */
  private static final int MUCH_FASTER = 8;

  private final Map<URI, Offer> offers = new LinkedHashMap<>();
  private final Map<URI, IOException> failures = new LinkedHashMap<>();
  private final List<Offer> same;

  /**
   * Asks all of them.
   *
   * @param urls the preferred one first
   * @param sha256 known beforehand; empty = the one published beside each
   * @throws IOException why there is no file, if none of them has one
   */
  public Mirroring(Http http, List<URI> urls, String sha256) throws IOException {
    Map<URI, CompletableFuture<Offer>> asked = new LinkedHashMap<>();
    urls.forEach(url -> asked.put(url, ask(new Survey(http), url, sha256)));
    await(asked);
    asked.forEach(this::note);
    if (offers.isEmpty()) {
      throw failures.values().iterator().next();
    }
    same = chosen();
  }

  private static CompletableFuture<Offer> ask(Survey survey, URI url, String sha256) {
    CompletableFuture<Offer> answer = new CompletableFuture<>();
    Connections.thread(
            "download-survey",
            () -> {
              try {
                answer.complete(survey.ask(url, sha256));
              } catch (IOException | RuntimeException failed) {
                answer.completeExceptionally(failed);
              }
            })
        .start();
    return answer;
  }

  private static void await(Map<URI, CompletableFuture<Offer>> asked) throws IOException {
    long firstAnswer = 0;
    while (!asked.values().stream().allMatch(CompletableFuture::isDone)) {
      boolean any =
          asked.values().stream().anyMatch(a -> a.isDone() && !a.isCompletedExceptionally());
      if (any && firstAnswer == 0) {
        firstAnswer = System.nanoTime();
      } else if (any && System.nanoTime() - firstAnswer > GRACE_NANOS) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException shutdown) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while asking servers");
      }
    }
  }

  private void note(URI url, CompletableFuture<Offer> answer) {
    try {
      Offer offer = answer.getNow(null);
      if (offer == null) {
        failures.put(url, new IOException("too slow"));
      } else {
        offers.put(url, offer);
      }
    } catch (CompletionException failed) {
      failures.put(
          url,
          failed.getCause() instanceof IOException broken
              ? broken
              : new IOException(failed.getCause()));
    }
  }

  private List<Offer> chosen() {
    List<Offer> first = group(offers.values().iterator().next());
    return offers.values().stream()
        .map(this::group)
        .filter(group -> speed(group) > MUCH_FASTER * speed(first))
        .findFirst()
        .orElse(first);
  }

  private List<Offer> group(Offer one) {
    List<Offer> group = new ArrayList<>(List.of(one));
    offers.values().stream()
        .filter(other -> !other.url().equals(one.url()) && other.ranges() == one.ranges())
        .filter(one::isSameFileAs)
        .forEach(group::add);
    return group;
  }

  private static long speed(List<Offer> group) {
    return group.stream().mapToLong(Offer::bytesPerSecond).sum();
  }

  /** Those with the very same file; the first is the one that was preferred. */
  public List<Offer> sameFile() {
    return same;
  }

  /** Which addresses are not used, and why. */
  public List<String> leftOut() {
    List<String> words = new ArrayList<>();
    failures.forEach((url, why) -> words.add(url + " left out: " + why.getMessage()));
    offers.forEach(
        (url, offer) -> {
          if (same.stream().noneMatch(used -> used.url().equals(offer.url()))) {
            words.add(url + " left out: not the same file");
          }
        });
    return words;
  }
}
