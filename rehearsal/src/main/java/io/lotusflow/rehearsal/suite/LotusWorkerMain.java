package io.lotusflow.rehearsal.suite;

/** Placeholder of {@code lotus}. */
public final class LotusWorkerMain {
  private LotusWorkerMain() {}

  public static void main(String[] args) {
    System.out.println("lotus version placeholder");
  }
}
