/** Measures Dayreel on one machine, beside what it is built on. */
package io.dayreel.benchmarks;
