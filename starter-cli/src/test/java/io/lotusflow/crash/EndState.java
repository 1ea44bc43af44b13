package io.lotusflow.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a procedure left, as comparable facts.
 *
 * @param facts by what they are about
 */
public record EndState(Map<String, String> facts) {

  public EndState {
    facts = Map.copyOf(facts);
  }

  /** Empty if the two are alike. */
  public List<String> differencesFrom(EndState other) {
    TreeSet<String> about = new TreeSet<>(facts.keySet());
    about.addAll(other.facts.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : about) {
      String here = facts.getOrDefault(name, "(nothing)");
      String there = other.facts.getOrDefault(name, "(nothing)");
      if (!here.equals(there)) {
        differences.add("%s is %s, undisturbed it is %s".formatted(name, here, there));
      }
    }
    return differences;
  }

  /** Collects facts. */
  public static final class Facts {
    private final Map<String, String> facts = new TreeMap<>();

    public Facts add(String about, Object value) {
      facts.put(about, String.valueOf(value));
      return this;
    }

    public EndState done() {
      return new EndState(facts);
    }
  }
}
