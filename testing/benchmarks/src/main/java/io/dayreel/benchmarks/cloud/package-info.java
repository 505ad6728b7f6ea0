/** An installation of separate processes on this machine. */
package io.dayreel.benchmarks.cloud;
