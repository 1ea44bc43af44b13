/** Manual: 准备工作 (preparation). Packages, limits and swap of a machine. */
package io.lotusflow.host;
