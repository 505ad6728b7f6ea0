/** Figures with their spread, as text. */
package io.dayreel.benchmarks.report;
