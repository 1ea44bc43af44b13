/** Seal workers: services that Lotus ships no unit for. Manual: lotus-worker. */
package io.lotusflow.sealworker;
