/** Procedures that are repeated: when, under which conditions, and beside what else. */
package io.lotusflow.schedule;
