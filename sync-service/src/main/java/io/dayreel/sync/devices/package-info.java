/** What is kept of each device beside its receipts: its connection, its days, what it was asked for. */
package io.dayreel.sync.devices;
