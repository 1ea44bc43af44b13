package io.lotusflow.rehearsal.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Commits and tags as a stream for {@code git fast-import}; author and dates are fixed, so equal
 * content has equal hashes.
 */
final class History {
  private static final String WHO = "Rehearsal <rehearsal@localhost>";
  private static final long FIRST_COMMIT = 1_785_000_000;
  private static final long BETWEEN_COMMITS = 86_400;

  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private Map<String, byte[]> before = Map.of();
  private int commits;

  /** Adds a commit on top of the last one, whose whole content is the tree. */
  History commit(String message, Tree tree) throws IOException {
    line("commit refs/heads/master");
    line("mark :" + (commits + 1));
    line("author " + stamp());
    line("committer " + stamp());
    data(message.getBytes(UTF_8));
    if (commits > 0) {
      line("from :" + commits);
    }
    commits++;
    changes(tree.files());
    for (Map.Entry<String, String> module : tree.submodules().entrySet()) {
      line("M 160000 " + module.getValue() + ' ' + module.getKey());
    }
    return this;
  }

  /**
   * Only what differs from the commit before: all of each would take more memory than a site has.
   */
  private void changes(Map<String, byte[]> files) throws IOException {
    for (String gone : before.keySet()) {
      if (!files.containsKey(gone)) {
        line("D " + gone);
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!Arrays.equals(file.getValue(), before.get(file.getKey()))) {
        line("M " + mode(file.getValue()) + " inline " + file.getKey());
        data(file.getValue());
      }
    }
    before = Map.copyOf(files);
  }

  /** Tags the last commit. */
  History tag(String name) throws IOException {
    line("tag " + name);
    line("from :" + commits);
    line("tagger " + stamp());
    data(name.getBytes(UTF_8));
    return this;
  }

  /** Makes the bare repository; returns the hash of its last commit. */
  String importInto(Git git) throws IOException {
    git.run("init", "--quiet", "--bare");
    git.run("symbolic-ref", "HEAD", "refs/heads/master");
    git.run(stream::writeTo, "fast-import", "--quiet");
    return git.run("rev-parse", "refs/heads/master");
  }

  private String stamp() {
    return WHO + ' ' + (FIRST_COMMIT + commits * BETWEEN_COMMITS) + " +0000";
  }

  private static String mode(byte[] content) {
    return content.length > 2 && content[0] == '#' && content[1] == '!' ? "100755" : "100644";
  }

  private void line(String line) throws IOException {
    stream.write((line + '\n').getBytes(UTF_8));
  }

  private void data(byte[] bytes) throws IOException {
    line("data " + bytes.length);
    stream.write(bytes);
    stream.write('\n');
  }
}
