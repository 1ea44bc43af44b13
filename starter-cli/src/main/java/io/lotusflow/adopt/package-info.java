/**
 * {@code lotusflow adopt}: turns what was found of a node and a miner into settings. Whatever is
 * found stays as it is.
 */
package io.lotusflow.adopt;
