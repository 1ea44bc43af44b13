package io.lotusflow.settings;

import io.lotusflow.alert.AlertTarget;
import io.lotusflow.alert.AlertTarget.Service;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code [alerts]}: who is told when a run needs somebody. Only names of files stand here: the
 * addresses are secrets.
 */
public record AlertSettings(List<AlertTarget> targets) {

  public AlertSettings {
    targets = List.copyOf(targets);
  }

  static AlertSettings from(Table alerts) {
    return new AlertSettings(
        Stream.of(Service.values())
            .map(service -> new AlertTarget(service, file(alerts, service)))
            .filter(target -> !target.file().isEmpty())
            .toList());
  }

  private static String file(Table alerts, Service service) {
    return alerts.value(
        service.name().toLowerCase(Locale.ROOT),
        "",
        Shape.orEmpty(Shapes.PATH.but(Places::isSecretFile)));
  }
}
