package io.dayreel.ingest.upload;

import java.time.Duration;

/**
 * What uploads may take of an instance.
 *
 * @param partBytes of one part
 * @param captionsBytes of one file of captions
 * @param scratchBytes of all parts under way, and of what they become
 * @param receiving parts at a time
 * @param processes of ffmpeg at a time
 * @param waiting parts that wait for a process
 * @param processLimit how long one process may take before it is killed
 * @param keepBroken how long what was received of a part that broke off is kept
 * @param storing how long Kafka may take to confirm a part
 */
public record UploadLimits(
        long partBytes,
        int captionsBytes,
        long scratchBytes,
        int receiving,
        int processes,
        int waiting,
        Duration processLimit,
        Duration keepBroken,
        Duration storing) {}
