/** Calls from service to service. */
package io.dayreel.runtime.peers;
