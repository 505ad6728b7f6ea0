package io.dayreel.datagrams.simulation;

/**
 * What a network does to packets.
 *
 * @param loss share of packets lost
 * @param duplication share of packets that come twice
 * @param delayMillis of every packet, one way
 * @param jitterMillis further delay of each packet, at random: packets overtake each other
 * @param seed of all that is random
 */
public record Weather(double loss, double duplication, int delayMillis, int jitterMillis, long seed) {}
