/** Running one Kafka Streams topology and asking its stores, wherever in the group they are. */
package io.dayreel.queries;
