/**
 * Proxies and mirrors, as each tool wants to be told of them. Manual: preparation, steps 3 to 8.
 */
package io.lotusflow.network;
