package io.lotusflow.run;

import io.temporal.activity.ActivityInterface;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the annotations on activity interfaces say about steps, by their type. */
final class StepKinds {

  private final Set<String> skippable;
  private final Set<String> detachedJobs;
  private final Set<String> unattended;

  StepKinds(List<Class<?>> activities) {
    skippable = annotated(activities, SkipAllowed.class);
    detachedJobs = annotated(activities, DetachedJob.class);
    unattended = annotated(activities, Unattended.class);
  }

  boolean isUnattended(String step) {
    return unattended.contains(step);
  }

  boolean maySkip(String step) {
    return skippable.contains(step);
  }

  boolean isDetachedJob(String step) {
    return detachedJobs.contains(step);
  }

  private static Set<String> annotated(
      List<Class<?>> activities, Class<? extends Annotation> annotation) {
    return activities.stream()
        .flatMap(type -> Stream.of(type.getMethods()))
        .filter(method -> method.isAnnotationPresent(annotation))
        .map(StepKinds::typeOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String typeOf(Method method) {
    String name = method.getName();
    return method.getDeclaringClass().getAnnotation(ActivityInterface.class).namePrefix()
        + name.substring(0, 1).toUpperCase(Locale.ROOT)
        + name.substring(1);
  }
}
