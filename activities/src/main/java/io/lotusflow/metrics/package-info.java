/** Figures of nodes and miners, for whoever shows them. */
package io.lotusflow.metrics;
