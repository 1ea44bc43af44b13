package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Ordeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An act on a node and miner that live. They are asked from outside what came of it. */
abstract class ActOrdeal implements Ordeal {

  private final String workflowId;

  ActOrdeal(String workflowId) {
    this.workflowId = workflowId;
  }

  @Override
  public final String workflowId() {
    return workflowId;
  }

  /** What is typed. */
  abstract List<String> command(Operator operator);

  @Override
  public final void start(Operator operator) {
    List<String> typed = new ArrayList<>(command(operator));
    typed.addAll(List.of("--rehearsal", "--detach"));
    operator.types(typed.toArray(String[]::new)).expecting(0);
  }

  static OutsideRpc daemon(Operator operator) {
    return new OutsideRpc(operator.rehearsal().resolve("daemon"));
  }

  static OutsideRpc miner(Operator operator) {
    return new OutsideRpc(operator.rehearsal().resolve("miner"));
  }

  static String actor(Operator operator) {
    return miner(operator).call("ActorAddress").asText();
  }

  /** Of an actor, as the chain has it. */
  static BigInteger balance(Operator operator, String address) {
    return new BigInteger(onChain(operator, address).path("Balance").asText());
  }

  /** How many messages the chain has carried out for an address. */
  static long messages(Operator operator, String address) {
    return onChain(operator, address).path("Nonce").asLong();
  }

  private static JsonNode onChain(Operator operator, String address) {
    return daemon(operator).call("StateGetActor", address, List.of());
  }

  static JsonNode minerInfo(Operator operator) {
    return daemon(operator).call("StateMinerInfo", actor(operator), List.of());
  }

  static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Names in a folder; none if it is not there. */
  static Set<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> List<T> without(java.util.Collection<T> all, java.util.Collection<T> before) {
    return all.stream().filter(one -> !before.contains(one)).toList();
  }
}
