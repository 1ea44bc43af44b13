/** What a worker tells Prometheus: docs/observability.md. */
package io.lotusflow.metrics;
