/** The device's end: fragments in flight, receipts, resending, pacing. Start at {@link io.dayreel.datagrams.device.DatagramUplink}. */
package io.dayreel.datagrams.device;
