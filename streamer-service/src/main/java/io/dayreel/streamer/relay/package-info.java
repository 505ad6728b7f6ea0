/** Tails of devices whose partition another streamer owns: fed by it, or from Kafka while it does not answer. */
package io.dayreel.streamer.relay;
