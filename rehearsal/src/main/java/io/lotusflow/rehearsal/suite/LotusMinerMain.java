package io.lotusflow.rehearsal.suite;

/** Placeholder of {@code lotus}. */
public final class LotusMinerMain {
  private LotusMinerMain() {}

  public static void main(String[] args) {
    System.out.println("lotus version placeholder");
  }
}
