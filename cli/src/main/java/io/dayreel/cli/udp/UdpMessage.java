package io.dayreel.cli.udp;

/** Whole frames of one run. @param id the sender's own name for it; @param bytes never changed afterwards */
public record UdpMessage(long id, byte[] bytes) {}
