/** Manual: 矿工钱包 (owner and worker wallets, their key backup and their funds). */
package io.lotusflow.wallet;
