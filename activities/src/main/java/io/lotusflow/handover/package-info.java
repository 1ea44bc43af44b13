/** How a token gets from host to host without anybody between them reading it. */
package io.lotusflow.handover;
