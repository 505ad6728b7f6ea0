/** What indexer-service answers over HTTP. */
package io.dayreel.indexer.rest;
