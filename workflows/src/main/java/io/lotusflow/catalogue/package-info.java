/** The list of everything there is: what a worker registers, and what tests walk through. */
package io.lotusflow.catalogue;
