package io.lotusflow.rehearsal.suite.miner;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lotusflow.rehearsal.suite.repo.Repo;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sectors in a miner's metadata, a line {@code NUMBER STATE [COURSE]} each. It is read again
 * each time, so that a rehearsal can put a sector into any state, be the miner up or not.
 */
public final class SectorFile {
  private final Path file;
  private final Path log;

  public SectorFile(Path minerRepo) {
    this.file = minerRepo.resolve("datastore/metadata/sectors");
    this.log = file.resolveSibling("sector-log");
  }

  /**
   * One thing that happened to a sector.
   *
   * @param at in seconds since 1970
   * @param trace of an error; may be empty
   */
  record Event(String kind, long at, String trace) {}

  /** Notes that something happened to a sector just now. */
  void note(long number, String kind) throws IOException {
    note(number, kind, "");
  }

  /** The same for something that went wrong. */
  synchronized void note(long number, String kind, String trace) throws IOException {
    Files.createDirectories(log.getParent());
    String encoded = URLEncoder.encode(trace, StandardCharsets.UTF_8);
    String line = number + " " + Instant.now().getEpochSecond() + " " + kind + " " + encoded + "\n";
    Files.writeString(log, line, StandardCharsets.UTF_8, CREATE, APPEND);
  }

  /** Oldest first. */
  synchronized List<Event> events(long number) throws IOException {
    List<Event> events = new ArrayList<>();
    if (Files.exists(log)) {
      for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(Long.toString(number))) {
          String trace =
              words.length > 3 ? URLDecoder.decode(words[3], StandardCharsets.UTF_8) : "";
          events.add(new Event(words[2], Long.parseLong(words[1]), trace));
        }
      }
    }
    return events;
  }

  public synchronized Map<Long, Sector> all() throws IOException {
    Map<Long, Sector> sectors = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (!line.isBlank()) {
          Sector sector = Sector.of(line);
          sectors.put(sector.number(), sector);
        }
      }
    }
    return sectors;
  }

  /**
   * Puts a sector into a state in which it stays. One that was sealed here keeps what is known of
   * it, as its messages are, and is sealed on when somebody sees to it.
   */
  public void decree(long number, String state, boolean wedged) throws IOException {
    Sector.Course course = wedged ? Sector.Course.WEDGED : Sector.Course.STILL;
    Sector before = all().getOrDefault(number, new Sector(number, state, course));
    put(before.at(state).on(course));
  }

  /** Puts the sector in, or in the place of the one with its number. */
  public synchronized void put(Sector sector) throws IOException {
    Files.createDirectories(file.getParent());
    // The miner and a rehearsal both write.
    try (FileChannel channel =
        FileChannel.open(file.resolveSibling("sectors.lock"), CREATE, WRITE)) {
      channel.lock();
      Map<Long, Sector> sectors = all();
      sectors.put(sector.number(), sector);
      List<String> lines = new ArrayList<>();
      sectors.values().forEach(each -> lines.add(each.line()));
      Repo.replace(file, String.join("\n", lines) + "\n");
    }
  }
}
