/** One device's connection, from hello to close, without knowing what carries it. */
package io.dayreel.ingest.session;
