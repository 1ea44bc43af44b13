package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.sealing.Task;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A task for a sector, from the wish to its result; a line on the miner's disk, as the miner may
 * die while a worker is at it.
 *
 * @param ticket whether the sector has one
 * @param call id of the call to the worker; empty while nobody is at it
 * @param worker its session; empty while nobody is at it
 * @param start in milliseconds since 1970
 * @param result absent while it runs, empty when it went well, else what was wrong
 */
record Work(
    long number,
    Task task,
    boolean ticket,
    String call,
    String worker,
    String host,
    long start,
    Optional<String> result) {
  private static final String NONE = "-";

  static Work wanted(long number, Task task, boolean ticket) {
    return new Work(number, task, ticket, "", "", "", System.currentTimeMillis(), Optional.empty());
  }

  Work given(String toWorker, String onHost, String asCall) {
    return new Work(
        number,
        task,
        ticket,
        asCall,
        toWorker,
        onHost,
        System.currentTimeMillis(),
        Optional.empty());
  }

  Work ended(String with) {
    return new Work(number, task, ticket, call, worker, host, start, Optional.of(with));
  }

  Work again() {
    return wanted(number, task, ticket);
  }

  boolean isGiven() {
    return !worker.isEmpty();
  }

  boolean runs() {
    return isGiven() && result.isEmpty();
  }

  String line() {
    return String.join(
        " ",
        Long.toString(number),
        task.name(),
        Boolean.toString(ticket),
        written(call),
        written(worker),
        written(host),
        Long.toString(start),
        result.isEmpty() ? NONE : "=" + URLEncoder.encode(result.get(), StandardCharsets.UTF_8));
  }

  static Work of(String line) {
    String[] words = line.split(" ", -1);
    return new Work(
        Long.parseLong(words[0]),
        Task.valueOf(words[1]),
        Boolean.parseBoolean(words[2]),
        read(words[3]),
        read(words[4]),
        read(words[5]),
        Long.parseLong(words[6]),
        words[7].equals(NONE)
            ? Optional.empty()
            : Optional.of(URLDecoder.decode(words[7].substring(1), StandardCharsets.UTF_8)));
  }

  private static String written(String word) {
    return word.isEmpty() ? NONE : word;
  }

  private static String read(String word) {
    return word.equals(NONE) ? "" : word;
  }
}
