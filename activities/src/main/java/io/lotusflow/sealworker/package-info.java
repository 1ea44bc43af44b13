/** Seal workers of this host: what there is of them on disk, and over their API. */
package io.lotusflow.sealworker;
