package io.lotusflow.rehearsal.suite.worker;

import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.sealing.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The calls that a worker has taken and whose results it has not delivered, on its disk. */
final class CallBook {
  private final Path file;
  private final Map<String, Entry> open = new TreeMap<>();

  /** A call by its id. */
  record Entry(String id, Task task, SectorName sector) {}

  CallBook(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String[] words = line.split(" ", -1);
        SectorName sector = new SectorName(Long.parseLong(words[2]), Long.parseLong(words[3]));
        open.put(words[0], new Entry(words[0], Task.valueOf(words[1]), sector));
      }
    }
  }

  synchronized void add(Entry call) throws IOException {
    open.put(call.id(), call);
    save();
  }

  synchronized void remove(String id) throws IOException {
    open.remove(id);
    save();
    notifyAll();
  }

  synchronized List<Entry> all() {
    return List.copyOf(open.values());
  }

  /** Returns when nothing is open any more. */
  synchronized void awaitQuiet() throws InterruptedException {
    while (!open.isEmpty()) {
      wait();
    }
  }

  private void save() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Entry call : open.values()) {
      lines.add(
          String.join(
              " ",
              call.id(),
              call.task().name(),
              Long.toString(call.sector().miner()),
              Long.toString(call.sector().number())));
    }
    Repo.replace(file, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
  }
}
