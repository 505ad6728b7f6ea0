/** Kafka as every service uses it, with plain clients: connection properties, topic checks, control topics. */
package io.dayreel.runtime.kafka;
