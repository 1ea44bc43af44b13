/** Looks before and after a restart. */
package io.lotusflow.restart;
