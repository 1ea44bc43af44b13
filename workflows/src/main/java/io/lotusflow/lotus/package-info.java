/** Lotus' and Filecoin's own terms: versions, networks, amounts, sizes. */
package io.lotusflow.lotus;
