package io.lotusflow.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** A workflow decides; it has no clock, dice, threads or files of its own. Replay depends on it. */
@AnalyzeClasses(packages = "io.lotusflow", importOptions = ImportOption.DoNotIncludeTests.class)
class DeterminismTest {

  private static final String WORDS = "io.lotusflow.messages..";

  @ArchTest
  static final ArchRule noClock =
      noClasses()
          .should()
          .callMethodWhere(
              target(nameMatching("now|currentTimeMillis|nanoTime"))
                  .and(target(owner(javaTimeOrSystem()))));

  @ArchTest
  static final ArchRule noDice =
      noClasses()
          .should()
          .dependOnClassesThat(assignableTo(java.util.Random.class))
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID");

  @ArchTest
  static final ArchRule noThreads =
      noClasses()
          .that()
          .resideOutsideOfPackage(WORDS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..")
          .orShould()
          .dependOnClassesThat(assignableTo(Thread.class));

  @ArchTest
  static final ArchRule noFilesNoNetworkNoProcesses =
      noClasses()
          .that()
          .resideOutsideOfPackage(WORDS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
          .orShould()
          .dependOnClassesThat(assignableTo(Process.class))
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class);

  @ArchTest
  static final ArchRule noSharedState =
      ArchRuleDefinition.fields().that().areStatic().should().haveModifier(JavaModifier.FINAL);

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> javaTimeOrSystem() {
    return com.tngtech.archunit.base.DescribedPredicate.describe(
        "a clock",
        type -> type.getPackageName().equals("java.time") || type.isEquivalentTo(System.class));
  }
}
