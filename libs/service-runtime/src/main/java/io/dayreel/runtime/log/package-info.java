/** Log events with keys. */
package io.dayreel.runtime.log;
