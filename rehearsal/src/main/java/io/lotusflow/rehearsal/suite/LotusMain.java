package io.lotusflow.rehearsal.suite;

/** Placeholder of {@code lotus}. */
public final class LotusMain {
  private LotusMain() {}

  public static void main(String[] args) {
    System.out.println("lotus version placeholder");
  }
}
