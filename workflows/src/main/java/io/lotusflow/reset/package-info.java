/** All local data of a node taken away, after a backup. */
package io.lotusflow.reset;
