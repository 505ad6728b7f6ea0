/** Processes that are measured, and what they use. */
package io.dayreel.benchmarks.process;
