package io.lotusflow.rehearsal.suite.miner;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sector as the miner remembers it.
 *
 * @param state Lotus' name for it, checked by nobody
 * @param course what the stand-in does with it
 * @param facts what else is known of it, by name: messages, counters, the last error
 */
public record Sector(long number, String state, Course course, Map<String, String> facts) {
  /** In which of the facts a sector that was pledged says so. */
  static final String PLEDGED = "pledged";

  /** A sector that a rehearsal has put somewhere stays there, but for this. */
  public enum Course {
    STILL,
    /**
     * Its handler gave up: neither job nor error, and nothing happens until somebody sees to it.
     */
    WEDGED,
    /** Failed because the daemon was away; goes on when it is back. */
    HEALING,
    /** Runs to the end of its sealing. */
    GOING,
    /** Was pledged, and goes through all states. */
    SEALING
  }

  public Sector {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  public Sector(long number, String state, Course course) {
    this(number, state, course, Map.of());
  }

  static Sector of(String line) {
    String[] words = line.strip().split(" +", -1);
    Map<String, String> facts = new TreeMap<>();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      facts.put(
          words[i].substring(0, equals),
          URLDecoder.decode(words[i].substring(equals + 1), StandardCharsets.UTF_8));
    }
    return new Sector(
        Long.parseLong(words[0]),
        words[1],
        words.length > 2 ? Course.valueOf(words[2].toUpperCase(Locale.ROOT)) : Course.STILL,
        facts);
  }

  String line() {
    StringBuilder line = new StringBuilder(number + " " + state + " ");
    line.append(course.name().toLowerCase(Locale.ROOT));
    facts.forEach(
        (name, value) ->
            line.append(' ')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return line.toString();
  }

  /** In another state, where its handler begins anew. */
  Sector at(String other) {
    return new Sector(number, other, course, facts);
  }

  Sector on(Course other) {
    return new Sector(number, state, other, facts);
  }

  /** With one more fact; an empty value takes it away. */
  Sector with(String name, String value) {
    Map<String, String> more = new TreeMap<>(facts);
    if (value.isEmpty()) {
      more.remove(name);
    } else {
      more.put(name, value);
    }
    return new Sector(number, state, course, more);
  }

  Sector counting(String name) {
    return with(name, Long.toString(count(name) + 1));
  }

  String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  long count(String name) {
    return facts.containsKey(name) ? Long.parseLong(facts.get(name)) : 0;
  }

  boolean isPledged() {
    return facts.containsKey(PLEDGED);
  }

  /** Of one that a rehearsal has put somewhere. */
  boolean hasJob() {
    return course != Course.WEDGED && course != Course.SEALING && !task().isEmpty();
  }

  /** What a worker does for it, as {@code WorkerJobs} calls it. */
  String task() {
    return switch (state) {
      case "AddPiece" -> "seal/v0/addpiece";
      case "PreCommit1" -> "seal/v0/precommit/1";
      case "PreCommit2" -> "seal/v0/precommit/2";
      case "Committing" -> "seal/v0/commit/2";
      default -> "";
    };
  }
}
