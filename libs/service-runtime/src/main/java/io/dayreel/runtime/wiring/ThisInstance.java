package io.dayreel.runtime.wiring;

import java.net.URI;

/**
 * This process among its peers.
 *
 * @param id name in presence, groups and logs
 * @param address where peers reach it
 */
public record ThisInstance(String id, URI address) {}
