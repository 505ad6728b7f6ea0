/**
 * Frames over UDP: sessions that every instance knows, packets from one thread, messages into the same path as those of
 * the WebSocket, acknowledgements after Kafka's confirmation (I1). Start at {@link io.dayreel.ingest.udp.UdpReceiver}.
 */
package io.dayreel.ingest.udp;
