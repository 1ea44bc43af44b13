/**
 * Commands of seconds to a minute: values, run in one place, and gone with their whole tree however
 * that is left.
 */
package io.lotusflow.process;
