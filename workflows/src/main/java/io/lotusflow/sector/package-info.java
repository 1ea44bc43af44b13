/** Sectors: pledged, followed until they are proven. Manual: 矿工 lotus-miner, sectors pledge. */
package io.lotusflow.sector;
