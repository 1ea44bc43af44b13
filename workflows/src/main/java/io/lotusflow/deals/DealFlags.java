package io.lotusflow.deals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which kinds of deals a miner considers: the four switches of Lotus' built-in market. */
public record DealFlags(
    boolean onlineStorage,
    boolean offlineStorage,
    boolean onlineRetrieval,
    boolean offlineRetrieval) {

  /** None of them: what a miner has that is about to be away. */
  public static final DealFlags NONE = new DealFlags(false, false, false, false);

  /** All of them, which is Lotus' default. */
  public static final DealFlags ALL = new DealFlags(true, true, true, true);

  /** One switch. */
  public enum Kind {
    ONLINE_STORAGE,
    OFFLINE_STORAGE,
    ONLINE_RETRIEVAL,
    OFFLINE_RETRIEVAL;

    /** As people write it: {@code online-storage}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As in the names of API methods: {@code OnlineStorage}. */
    public String camel() {
      String[] words = name().split("_", -1);
      return capital(words[0]) + capital(words[1]);
    }

    private static String capital(String word) {
      return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code all}, {@code none}, or words such as {@code online-storage}.
   *
   * @throws IllegalArgumentException naming the word that is none
   */
  public static DealFlags of(List<String> words) {
    if (words.equals(List.of("all"))) {
      return ALL;
    }
    if (words.equals(List.of("none"))) {
      return NONE;
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String word : words) {
      kinds.add(
          List.of(Kind.values()).stream()
              .filter(kind -> kind.word().equals(word))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(word)));
    }
    return of(kinds);
  }

  /** Those and no others. */
  public static DealFlags of(Set<Kind> kinds) {
    return new DealFlags(
        kinds.contains(Kind.ONLINE_STORAGE),
        kinds.contains(Kind.OFFLINE_STORAGE),
        kinds.contains(Kind.ONLINE_RETRIEVAL),
        kinds.contains(Kind.OFFLINE_RETRIEVAL));
  }

  /** Whether deals of one kind are considered. */
  public boolean has(Kind kind) {
    return switch (kind) {
      case ONLINE_STORAGE -> onlineStorage;
      case OFFLINE_STORAGE -> offlineStorage;
      case ONLINE_RETRIEVAL -> onlineRetrieval;
      case OFFLINE_RETRIEVAL -> offlineRetrieval;
    };
  }

  /** {@code online-storage, offline-storage}, or {@code none}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (has(kind)) {
        words.add(kind.word());
      }
    }
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
