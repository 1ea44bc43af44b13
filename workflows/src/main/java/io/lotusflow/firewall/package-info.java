/** Which ports of a host get through. Manual: pitfalls, firewall. */
package io.lotusflow.firewall;
