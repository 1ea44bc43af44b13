/**
 * {@code lotusflow.toml}: read in one place, all problems reported at once, turned into the plans
 * that workflows are started with. Nothing here touches Temporal.
 */
package io.lotusflow.settings;
