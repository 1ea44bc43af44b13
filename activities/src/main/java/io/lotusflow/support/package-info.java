/** What an operator hands to whoever helps, without what nobody else may have. */
package io.lotusflow.support;
