/**
 * The processes of a host: the worker that runs procedures, and the supervisor that keeps worker
 * and embedded server alive.
 */
package io.lotusflow.worker;
