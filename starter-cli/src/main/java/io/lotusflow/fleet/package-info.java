/** How a host comes to a cluster: the join file, and what it becomes on the host. */
package io.lotusflow.fleet;
