package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The changes of the version that is built, and nothing that it can do is missing from them. */
class ChangelogTest {

  private static final Pattern SECTION =
      Pattern.compile("(?ms)^## (\\S+)[^\\n]*\\n(.*?)(?=^## |\\z)");
  private static final Pattern CODE = Pattern.compile("`([a-z][a-z-]*[^`]*)`");

  private static MatchResult top() throws IOException {
    return SECTION
        .matcher(Files.readString(Path.of("../CHANGELOG.md")))
        .results()
        .findFirst()
        .orElseThrow();
  }

  @Test
  void beginWithTheVersionThatIsBuilt() throws IOException {
    assertThat(Version.number().replace("-SNAPSHOT", "")).isEqualTo(top().group(1));
  }

  /** As long as there is one version only. */
  @Test
  void nameEveryCommand() throws IOException {
    Set<String> named =
        CODE.matcher(top().group(2))
            .results()
            .flatMap(code -> spelledOut(code.group(1)))
            .flatMap(ChangelogTest::withGroups)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(CommandNames.all()).isNotEmpty().isSubsetOf(named);
  }

  /** {@code miner info|control list}: two commands of {@code miner}. */
  private static Stream<String> spelledOut(String code) {
    int group = code.indexOf('|') < 0 ? -1 : code.lastIndexOf(' ', code.indexOf('|'));
    String before = code.substring(0, group + 1);
    return Stream.of(code.substring(group + 1).split("\\|")).map(last -> before + last);
  }

  private static Stream<String> withGroups(String command) {
    List<String> words = List.of(command.split(" "));
    return Stream.iterate(1, count -> count + 1)
        .limit(words.size())
        .map(count -> String.join(" ", words.subList(0, count)));
  }
}
