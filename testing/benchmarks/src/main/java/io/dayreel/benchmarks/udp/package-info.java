/** Devices that send over UDP. */
package io.dayreel.benchmarks.udp;
