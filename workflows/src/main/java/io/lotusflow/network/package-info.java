/** Proxies and mirrors. Manual: preparation, steps 3 to 8. */
package io.lotusflow.network;
