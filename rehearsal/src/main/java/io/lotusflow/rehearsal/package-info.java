/**
 * The rehearsal network of one machine: started, asked for settings, given misfortunes and removed
 * again by the {@code lotusflow} command. Everything it has lies in one folder.
 */
package io.lotusflow.rehearsal;
