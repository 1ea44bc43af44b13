package io.lotusflow.rehearsal.suite;

/** Placeholder of {@code lotus}. */
public final class LotusBenchMain {
  private LotusBenchMain() {}

  public static void main(String[] args) {
    System.out.println("lotus version placeholder");
  }
}
