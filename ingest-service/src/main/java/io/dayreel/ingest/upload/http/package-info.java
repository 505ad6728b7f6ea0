/** Parts of videos over HTTP: bodies and forms to disk beside the event loop, digests, offsets, answers and problems. */
package io.dayreel.ingest.upload.http;
