/** Copies of folders that may be written to meanwhile: resumable by file, hashed on the way. */
package io.lotusflow.copy;
