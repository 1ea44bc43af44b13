/** How any process of lotusflow reaches the Temporal cluster: target, client, payload format. */
package io.lotusflow.temporal;
