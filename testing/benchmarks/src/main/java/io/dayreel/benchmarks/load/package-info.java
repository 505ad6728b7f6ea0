/** Devices and viewers in numbers, over real WebSockets, at little cost of their own. */
package io.dayreel.benchmarks.load;
