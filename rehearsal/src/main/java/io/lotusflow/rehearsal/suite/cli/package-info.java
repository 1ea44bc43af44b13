/**
 * What the four programs share as command lines: how arguments are read, help and errors are
 * printed, log lines look.
 */
package io.lotusflow.rehearsal.suite.cli;
