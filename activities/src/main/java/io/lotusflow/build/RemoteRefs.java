package io.lotusflow.build;

import io.lotusflow.messages.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The branches and tags of a source, as {@code git ls-remote} lists them. */
record RemoteRefs(Map<String, String> commits) {
  private static final String TAGS = "refs/tags/";
  private static final String HEADS = "refs/heads/";
  private static final int SUGGESTIONS = 5;

  static RemoteRefs parse(String listing) {
    Map<String, String> commits = new LinkedHashMap<>();
    listing
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(fields -> fields.length == 2)
        .forEach(fields -> commits.put(fields[1], fields[0]));
    return new RemoteRefs(commits);
  }

  /** The commit of a tag or else of a branch. */
  Optional<String> commitOf(String ref) {
    return List.of(TAGS + ref + "^{}", TAGS + ref, HEADS + ref, ref).stream()
        .filter(commits::containsKey)
        .map(commits::get)
        .findFirst();
  }

  /** Whether a later look may find another commit under that name. */
  boolean moves(String ref) {
    return !commits.containsKey(TAGS + ref) && commits.containsKey(HEADS + ref);
  }

  /** The tags that an operator may have meant, best first. */
  List<String> nearestTags(String ref) {
    List<String> tags =
        commits.keySet().stream()
            .filter(name -> name.startsWith(TAGS) && !name.endsWith("^{}"))
            .map(name -> name.substring(TAGS.length()))
            .toList();
    return Nearest.first(ref, tags).stream().limit(SUGGESTIONS).toList();
  }
}
