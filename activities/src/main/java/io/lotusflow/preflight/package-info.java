/** What is looked at before anything is changed; {@code doctor} shows the same. */
package io.lotusflow.preflight;
