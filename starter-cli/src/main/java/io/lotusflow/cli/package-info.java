/**
 * The {@code lotusflow} command: turns options into plans, starts them, shows what became of them.
 */
package io.lotusflow.cli;
