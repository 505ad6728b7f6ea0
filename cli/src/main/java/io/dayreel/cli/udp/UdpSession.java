package io.dayreel.cli.udp;

import io.dayreel.datagrams.device.DeviceSession;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A session that a server opened. @param lifetime from its opening */
record UdpSession(DeviceSession keys, InetSocketAddress server, Duration lifetime) {}
