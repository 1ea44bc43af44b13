/** How we speak with Temporal: the same in every process. */
package io.lotusflow.temporal;
