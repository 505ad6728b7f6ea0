/** The Streams topology and the questions to its stores. */
package io.dayreel.sync.topology;
