/** Where the framework meets sync-service. */
package io.dayreel.sync.wiring;
