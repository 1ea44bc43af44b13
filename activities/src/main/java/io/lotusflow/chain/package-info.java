/** Fetches snapshots and fills a repository from them. */
package io.lotusflow.chain;
