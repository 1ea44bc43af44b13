/** Files and folders, as every procedure meets them. */
package io.lotusflow.files;
