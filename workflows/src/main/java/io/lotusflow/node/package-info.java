/** Manual: Lotus的配置文件和环境变量 (the daemon's configuration and start). */
package io.lotusflow.node;
