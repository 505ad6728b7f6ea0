package io.dayreel.ingest.upload;

import io.dayreel.ingest.upload.UploadRefused.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Parts that are being received, a bounded number at a time, and what is left of those that broke off, for a while, so
 * that the rest can follow. Several may send the same part at once; each has a file of its own, and the longest that
 * broke off is kept. Thread-safe.
 */
final class PartsUnderWay implements AutoCloseable {
    private final Scratch scratch;
    private final UploadLimits limits;
    private final Map<PartId, Broken> broken = new HashMap<>();
    private int receiving;

    private record Broken(Receiving what, long sinceNanos) {}

    PartsUnderWay(Scratch scratch, UploadLimits limits) {
        this.scratch = scratch;
        this.limits = limits;
    }

    /**
     * Begins to receive a part, or goes on.
     *
     * @param id empty if the sender says it at the end; such a part cannot go on
     * @param offset 0, or where what was received of a part that broke off ends
     * @throws UploadRefused OFFSET if it ends elsewhere, BUSY
     */
    synchronized Receiving begin(Optional<PartId> id, long offset) throws IOException, UploadRefused {
        dropOld();
        if (receiving >= limits.receiving()) {
            throw new UploadRefused(
                    Reason.BUSY, receiving + " parts are being received at present: send it again in a moment");
        }
        Receiving begun;
        if (offset == 0) {
            begun = new Receiving(id, scratch.file("part"), limits.partBytes());
        } else {
            long held = id.map(this::heldBytes).orElse(0L);
            if (held != offset) {
                throw new UploadRefused(Reason.OFFSET, "of this part " + held + " bytes are here: go on there");
            }
            begun = broken.remove(id.orElseThrow()).what();
            begun.goOn();
        }
        receiving++;
        return begun;
    }

    /** Where a part that broke off can go on; 0 if nothing is kept of it. */
    synchronized long heldBytes(PartId id) {
        Broken kept = broken.get(id);
        return kept == null ? 0 : kept.what().bytes();
    }

    /** The sender is gone: keeps what came for when it comes back. */
    synchronized void keep(Receiving brokenOff) {
        receiving--;
        if (brokenOff.bytes() <= brokenOff.id().map(this::heldBytes).orElse(Long.MAX_VALUE)) {
            brokenOff.close();
            return;
        }
        Broken shorter = broken.put(brokenOff.id().orElseThrow(), new Broken(brokenOff, System.nanoTime()));
        if (shorter != null) {
            shorter.what().close();
        }
    }

    /** A part is whole, or given up: what is kept of it is of no use any more. */
    synchronized void done(Receiving received) {
        receiving--;
        received.id().map(broken::remove).ifPresent(kept -> kept.what().close());
    }

    /** Parts that are being received now. */
    synchronized int receiving() {
        return receiving;
    }

    private void dropOld() {
        dropOlderThan(limits.keepBroken());
        Duration age = limits.keepBroken();
        while (scratch.used() > limits.scratchBytes() / 2 && !broken.isEmpty() && !age.isZero()) {
            age = age.dividedBy(2).compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ZERO : age.dividedBy(2);
            dropOlderThan(age);
        }
    }

    private void dropOlderThan(Duration age) {
        Iterator<Broken> kept = broken.values().iterator();
        while (kept.hasNext()) {
            Broken each = kept.next();
            if (System.nanoTime() - each.sinceNanos() > age.toNanos()) {
                each.what().close();
                kept.remove();
            }
        }
    }

    @Override
    public synchronized void close() {
        broken.values().forEach(each -> each.what().close());
        broken.clear();
    }
}
