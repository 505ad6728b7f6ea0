/** The Streams topology: coverage and presence in, receipts per stream in a store. */
package io.dayreel.sync.topology;
