/**
 * {@code lotusflow init}: looks at the machine, asks what it cannot know, writes a commented {@code
 * lotusflow.toml}. Changes nothing else.
 */
package io.lotusflow.init;
