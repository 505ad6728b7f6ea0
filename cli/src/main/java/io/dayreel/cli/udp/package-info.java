/** Frames over UDP from a device: sessions over HTTP, a socket, and a thread that keeps both. */
package io.dayreel.cli.udp;
