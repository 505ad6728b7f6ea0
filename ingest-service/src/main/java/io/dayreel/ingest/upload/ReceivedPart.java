package io.dayreel.ingest.upload;

/**
 * A part that was received to its end.
 *
 * @param file its bytes; whoever received them owns it
 * @param sha256 of them, 64 hexadecimal digits
 */
record ReceivedPart(PartId id, ScratchFile file, long bytes, String sha256, SentWith sent) {}
