/** Manual: 准备工作 (preparation). Packages, swap and folders of a machine, by root's leave. */
package io.lotusflow.host;
