/** Players that ask for HLS, and an nginx to compare with. */
package io.dayreel.benchmarks.hls;
