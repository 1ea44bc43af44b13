/** What is looked at before anything is changed; doctor reads the same findings. */
package io.lotusflow.preflight;
