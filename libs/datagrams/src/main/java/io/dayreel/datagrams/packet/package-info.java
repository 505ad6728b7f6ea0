/** The bytes of a datagram: layout, header and payloads read and written in place, the replay window. */
package io.dayreel.datagrams.packet;
