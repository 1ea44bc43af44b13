/** Manual: 编译安装lotus挖矿软件 (build and install). From a git source to a versioned install. */
package io.lotusflow.build;
