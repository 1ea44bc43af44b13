/** The hosts of one cluster: what they tell, what is known of them, who is away. */
package io.lotusflow.fleet;
