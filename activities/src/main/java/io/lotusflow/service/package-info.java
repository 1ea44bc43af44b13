/**
 * Services: systemd units with drop-ins, or a supervisor of ours where there is no systemd. Manual:
 * build and install, step 5.
 */
package io.lotusflow.service;
