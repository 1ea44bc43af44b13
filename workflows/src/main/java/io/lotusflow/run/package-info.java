/** What every procedure shares: who runs where, receipts, problems, parking, and the step table. */
package io.lotusflow.run;
