package io.lotusflow.deals;

import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a miner has that takes no deals: everything but the question whether it does is refused. */
record NoMarket(DealsProblem why, String version) implements DealMarket {

  private ApplicationFailure refusal() {
    return why.because(version);
  }

  @Override
  public Optional<Absence> absence() {
    return Optional.of(new Absence(why, version));
  }

  @Override
  public DealFlags considered() {
    throw refusal();
  }

  @Override
  public String consider(DealFlags flags) {
    throw refusal();
  }

  @Override
  public int transfers() {
    throw refusal();
  }

  @Override
  public int retrievals() {
    throw refusal();
  }

  @Override
  public Optional<StorageAsk> ask() {
    throw refusal();
  }

  @Override
  public Change ask(StorageAsk ask) {
    throw refusal();
  }

  @Override
  public List<String> blocklist() {
    throw refusal();
  }

  @Override
  public Change blocklist(List<String> cids) {
    throw refusal();
  }

  @Override
  public String filter(boolean retrieval) {
    throw refusal();
  }

  @Override
  public Change filter(boolean retrieval, String command) {
    throw refusal();
  }

  @Override
  public Optional<Integer> state(String proposal) {
    throw refusal();
  }

  @Override
  public ImportCommand importing(String proposal, Path file) {
    throw refusal();
  }
}
