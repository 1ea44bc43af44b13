package io.lotusflow.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.cli.CommandNames;
import io.temporal.activity.ActivityInterface;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages that lead from the manual to what became of it name nothing that is not there. After a
 * change of {@code docs/manual-map.toml}, run this test with {@code -Dlotusflow.write.docs=true}.
 */
class ManualMapTest {

  private static final Path ROOT = Path.of("..");
  private static final String END_OF_INTRO = "<!-- written by ManualMapTest, see there -->\n";

  private ManualMap map;

  @BeforeEach
  void read() throws IOException {
    map = ManualMap.read(ROOT.resolve("docs/manual-map.toml"));
  }

  @Test
  void namesOnlyCommandsThatThereAre() {
    assertThat(named(ManualLine::commands)).isSubsetOf(CommandNames.all());
  }

  @Test
  void namesOnlyStepsThatThereAre() {
    assertThat(named(ManualLine::steps)).isSubsetOf(steps());
  }

  @Test
  void namesOnlyTestsThatThereAre() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      Set<String> tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
      assertThat(named(ManualLine::tests)).isSubsetOf(tests);
    }
  }

  /** A line without a test, or without a command, says what is missing. */
  @Test
  void saysWhatIsMissing() {
    assertThat(map.lines())
        .filteredOn(line -> line.commands().isEmpty() || line.tests().isEmpty())
        .allSatisfy(
            line -> {
              assertThat(line.word("missing_en")).as(line.id()).isNotEmpty();
              assertThat(line.word("missing_zh")).as(line.id()).isNotEmpty();
            });
  }

  @Test
  void hasEveryLineInAChapterOnce() {
    assertThat(map.lines()).extracting(ManualLine::id).doesNotHaveDuplicates();
    assertThat(map.lines()).extracting(ManualLine::chapter).isSubsetOf(map.chapters());
  }

  /** As the manual counts them: a line that is left out would not be missed otherwise. */
  @Test
  void numbersTheLinesOfAChapterFromOneOn() {
    for (String chapter : map.chapters()) {
      List<String> ids =
          map.lines().stream()
              .filter(line -> line.chapter().equals(chapter))
              .map(ManualLine::id)
              .toList();
      assertThat(ids)
          .isEqualTo(
              IntStream.rangeClosed(1, ids.size()).mapToObj(i -> chapter + '.' + i).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "manual-map.md; en; The manual | Command | Steps | Tests | Lotus today",
        "manual-map.zh-CN.md; zh; 手册 | 命令 | 步骤 | 测试 | 现在的 Lotus"
      })
  void isWhatThePagesSay(String file, String language, String head) throws IOException {
    Path page = ROOT.resolve("docs").resolve(file);
    String written = Files.readString(page);
    String intro = written.substring(0, written.indexOf(END_OF_INTRO) + END_OF_INTRO.length());
    String right = map.page(language, intro, head);
    if (Boolean.getBoolean("lotusflow.write.docs")) {
      Files.writeString(page, right);
    }
    assertThat(Files.readString(page)).isEqualTo(right);
  }

  private List<String> named(Function<ManualLine, List<String>> names) {
    return map.lines().stream().flatMap(line -> names.apply(line).stream()).toList();
  }

  private static Set<String> steps() {
    return Catalogue.ACTIVITIES.stream()
        .flatMap(type -> Stream.of(type.getMethods()))
        .map(ManualMapTest::stepOf)
        .collect(Collectors.toSet());
  }

  private static String stepOf(Method method) {
    String name = method.getName();
    return method.getDeclaringClass().getAnnotation(ActivityInterface.class).namePrefix()
        + name.substring(0, 1).toUpperCase(Locale.ROOT)
        + name.substring(1);
  }
}
