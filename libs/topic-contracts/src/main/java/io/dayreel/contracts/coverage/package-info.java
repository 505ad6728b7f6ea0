/** What the writer reports as durable in frames. */
package io.dayreel.contracts.coverage;
