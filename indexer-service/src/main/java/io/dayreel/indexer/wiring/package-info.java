/** Where the framework meets indexer-service. */
package io.dayreel.indexer.wiring;
