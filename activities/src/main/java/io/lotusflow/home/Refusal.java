package io.lotusflow.home;

import java.util.List;
import java.util.stream.Stream;

/**
 * Why a worker that lives takes no work. Its words are in the bundle {@code up}, under {@code
 * refusal.KEY}.
 */
public record Refusal(String key, List<String> arguments) {

  /** Goes away by itself if the other one was this machine before it was started again. */
  public static final String PERHAPS_TWIN = "perhaps-twin";

  public Refusal {
    arguments = List.copyOf(arguments);
  }

  /** What it is about is put into words right away. */
  public static Refusal of(String key, Object... arguments) {
    return new Refusal(key, Stream.of(arguments).map(String::valueOf).toList());
  }

  public boolean mayPass() {
    return key.equals(PERHAPS_TWIN);
  }
}
