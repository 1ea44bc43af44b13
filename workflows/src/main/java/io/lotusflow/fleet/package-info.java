/**
 * The hosts of one cluster: who they are, what they have, and whether their workers take work.
 *
 * <p>No chapter of Lotus' manual; it is about lotusflow's own workers.
 */
package io.lotusflow.fleet;
