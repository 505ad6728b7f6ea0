/** What sync answers. */
package io.dayreel.contracts.received;
