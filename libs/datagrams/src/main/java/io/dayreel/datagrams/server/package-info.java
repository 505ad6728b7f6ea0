/** The server's end of a session: opening, replay window, bounded reassembly, receipts, where answers go. */
package io.dayreel.datagrams.server;
