/** Sessions of frames over UDP: how a device opens one, and what every ingest knows of it. */
package io.dayreel.contracts.udp;
