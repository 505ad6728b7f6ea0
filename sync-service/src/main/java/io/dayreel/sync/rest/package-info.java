/** What sync-service answers over HTTP. */
package io.dayreel.sync.rest;
