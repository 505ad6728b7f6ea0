/** What Dayreel is measured beside: Kafka alone, and a relay without checks. */
package io.dayreel.benchmarks.baseline;
