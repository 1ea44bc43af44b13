/** Tells people, where they are, that a run or a schedule needs them. */
package io.lotusflow.alert;
