/** What every run shares: how it is found, how it shows its progress, how it waits for a person. */
package io.lotusflow.run;
