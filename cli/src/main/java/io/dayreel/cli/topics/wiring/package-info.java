/** Reads the configuration that the services read. */
package io.dayreel.cli.topics.wiring;
