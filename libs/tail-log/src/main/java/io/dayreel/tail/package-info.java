/**
 * Recent records of one Kafka partition on disk, with an index in memory: what the streamer plays before it is
 * archived. A cache that is cleared at start; Kafka and the archive hold the truth (I5).
 */
package io.dayreel.tail;
