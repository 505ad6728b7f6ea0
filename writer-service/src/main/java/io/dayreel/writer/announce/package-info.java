/** Announces stored segments together with the offsets behind them. */
package io.dayreel.writer.announce;
