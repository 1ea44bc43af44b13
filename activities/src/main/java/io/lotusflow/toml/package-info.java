/** TOML files edited in place: only our keys change; comments and order stay. */
package io.lotusflow.toml;
