/** Manual: install-*-service (units and drop-ins, or supervised jobs where there is no systemd). */
package io.lotusflow.service;
