package io.lotusflow.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A figure of which each node has one or more, replaced node by node. */
final class NodeGauge {

  private final MultiGauge gauge;
  private final Map<String, List<MultiGauge.Row<?>>> rows = new HashMap<>();

  /**
   * @param unit part of the name; may be empty
   */
  NodeGauge(MeterRegistry registry, String name, String unit, String description) {
    gauge =
        MultiGauge.builder(name)
            .baseUnit(unit.isEmpty() ? null : unit)
            .description(description)
            .register(registry);
  }

  void set(String node, Number figure) {
    set(node, List.of(MultiGauge.Row.of(Tags.of("node", node), figure)));
  }

  /** What the node had before and has no more, disappears. */
  synchronized void set(String node, List<? extends MultiGauge.Row<?>> figures) {
    rows.put(node, List.copyOf(figures));
    gauge.register(rows.values().stream().<MultiGauge.Row<?>>flatMap(List::stream).toList(), true);
  }
}
