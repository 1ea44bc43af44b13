/** The one folder where lotusflow keeps its state on a host, and who runs from it. */
package io.lotusflow.home;
