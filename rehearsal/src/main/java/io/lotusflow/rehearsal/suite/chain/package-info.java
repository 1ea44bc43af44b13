/**
 * The chain: headers, messages, receipts, the small state behind them, and where they are kept on
 * disk.
 */
package io.lotusflow.rehearsal.suite.chain;
