/**
 * Kills, from outside, whoever is at work while a procedure runs, and compares what it leaves with
 * what an undisturbed run left. Shares no code with the product: it looks at {@code /proc}, at
 * files, and at histories as the server has them.
 */
package io.lotusflow.crash;
