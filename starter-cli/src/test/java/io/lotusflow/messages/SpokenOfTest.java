package io.lotusflow.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.lotusflow.run.Problem;
import io.lotusflow.settings.SettingsTemplate;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every problem, procedure and step that the code can name has words for people. */
class SpokenOfTest {

  private static JavaClasses ours;

  @BeforeAll
  static void importAllModules() {
    ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.lotusflow");
  }

  @Test
  void eachProblemSaysWhatWasSeenAndHowToMendIt() {
    Map<String, String> texts = new Bundle("problems").english();
    assertThat(problems()).isNotEmpty();
    for (String name : problems().keySet()) {
      assertThat(texts).containsKeys(name + ".seen", name + ".fix");
    }
  }

  /** Histories have the bare names. */
  @Test
  void noTwoProblemsHaveTheSameName() {
    problems().forEach((name, where) -> assertThat(where).as(name).hasSize(1));
  }

  /** As in "set [build] ref": a key that has another name now would send people astray. */
  @Test
  void textsNameOnlyKeysThatSettingsHave() {
    Pattern named = Pattern.compile("\\[([a-z_]+)] ([a-z_0-9]{3,})");
    List<String> keys = SettingsTemplate.keys();
    Bundle bundle = new Bundle("problems");
    Stream<String> texts =
        Stream.concat(bundle.english().values().stream(), bundle.chinese().values().stream());
    List<String> spokenOf =
        texts
            .flatMap(text -> named.matcher(text).results())
            .filter(found -> keys.stream().anyMatch(key -> key.startsWith(found.group(1) + '.')))
            .map(found -> found.group(1) + '.' + found.group(2))
            .toList();
    assertThat(spokenOf).isNotEmpty();
    assertThat(keys).containsAll(spokenOf);
  }

  @Test
  void eachStepHasAName() {
    List<String> steps = steps().toList();
    assertThat(steps).contains("Build.Checkout");
    assertThat(new Bundle("steps").english()).containsKeys(steps.toArray(String[]::new));
  }

  @Test
  void eachProcedureHasAName() {
    List<String> procedures = procedures().toList();
    assertThat(procedures).contains("Install");
    assertThat(new Bundle("steps").english()).containsKeys(procedures.toArray(String[]::new));
  }

  private static Map<String, List<Class<?>>> problems() {
    Map<String, List<Class<?>>> byName = new TreeMap<>();
    ours.stream()
        .filter(type -> type.isEnum() && type.isAssignableTo(Problem.class))
        .map(JavaClass::reflect)
        .forEach(
            type ->
                Stream.of(type.getEnumConstants())
                    .forEach(
                        constant ->
                            byName
                                .computeIfAbsent(
                                    ((Enum<?>) constant).name(), name -> new ArrayList<>())
                                .add(type)));
    return byName;
  }

  private static Stream<String> steps() {
    return ours.stream()
        .filter(type -> type.isAnnotatedWith(ActivityInterface.class))
        .map(JavaClass::reflect)
        .flatMap(type -> Stream.of(type.getMethods()).map(SpokenOfTest::activityType));
  }

  private static String activityType(Method method) {
    String prefix = method.getDeclaringClass().getAnnotation(ActivityInterface.class).namePrefix();
    ActivityMethod named = method.getAnnotation(ActivityMethod.class);
    return named != null && !named.name().isEmpty()
        ? prefix + named.name()
        : prefix
            + Character.toUpperCase(method.getName().charAt(0))
            + method.getName().substring(1);
  }

  private static Stream<String> procedures() {
    return ours.stream()
        .filter(type -> type.isAnnotatedWith(WorkflowInterface.class))
        .map(JavaClass::reflect)
        .flatMap(type -> Stream.of(type.getMethods()))
        .filter(method -> method.isAnnotationPresent(WorkflowMethod.class))
        .map(method -> method.getAnnotation(WorkflowMethod.class).name());
  }
}
