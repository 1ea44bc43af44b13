/** The words for people, in the operator's language. */
package io.lotusflow.messages;
