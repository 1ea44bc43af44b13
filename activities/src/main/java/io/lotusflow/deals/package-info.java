/** Manual: Lotus miner 管理交易 (deals). */
package io.lotusflow.deals;
