/**
 * The source repository of the rehearsal network: what {@code git clone} gets and {@code make}
 * builds.
 *
 * <p>The same sources, in the same folder with the same ports, give the same commit hashes.
 */
package io.lotusflow.rehearsal.source;
