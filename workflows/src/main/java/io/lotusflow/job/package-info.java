/**
 * Detached jobs: commands of minutes to days that outlive the worker which started them.
 *
 * <p>Every step of the manual that takes longer than a minute (building, importing, fetching
 * parameters, sealing) runs as one.
 */
package io.lotusflow.job;
