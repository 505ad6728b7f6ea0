package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.runtime.log.LogEvents;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Takes uploaded videos, part by part. A part is taken apart as a whole before any of its frames is stored, then claimed
 * in the topic {@code uploads}, then stored, then told as held: whatever instance takes it, and however often it is sent,
 * it is stored once, and a part that was answered is durable (I1). Thread-safe; calls block.
 */
public final class Uploads implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(Uploads.class);

    private final PartDemux demux;
    private final PartsUnderWay underWay;
    private final UploadLedger ledger = new UploadLedger();
    private final UploadWriter writer;
    private final CaptionsStore captions;

    /** Writes to the topic {@code uploads}; done once Kafka confirmed. */
    @FunctionalInterface
    public interface RecordWriter {
        CompletableFuture<Void> write(UploadRecord change);
    }

    /**
     * What became of a part.
     *
     * @param stored whether it was stored now; otherwise it was held already, with the same bytes
     */
    public record Taken(boolean stored, UploadedPart part, UploadState state) {}

    /** What became of a file of captions; likewise. */
    public record TakenCaptions(boolean stored, UploadState state) {}

    public Uploads(IngestParts ingest, UploadLimits limits, FfmpegPool ffmpeg, Scratch scratch, RecordWriter log) {
        this.demux = new PartDemux(ffmpeg, scratch);
        this.underWay = new PartsUnderWay(scratch, limits);
        this.writer = new UploadWriter(ingest, limits.storing(), ledger, log);
        this.captions = new CaptionsStore(writer, ledger, limits.captionsBytes());
    }

    /** To be called for each record of the topic {@code uploads}, in its order. */
    public void read(UploadRecord change) {
        ledger.read(change);
    }

    /** What is held of a video; empty if nothing is known of it. */
    public Optional<UploadState> state(DeviceId video) {
        return ledger.state(video);
    }

    /** Parts that are being received or stored now. */
    public int receiving() {
        return underWay.receiving();
    }

    /** Where a part that broke off can go on, bytes; 0 if nothing is kept of it here. */
    public long heldBytes(PartId part) {
        return underWay.heldBytes(part);
    }

    /**
     * Begins to receive a part; {@link #store}, {@link #breakOff} or {@link #giveUp} ends it.
     *
     * @param number empty if the sender says it at the end
     * @param offset 0, or {@link #heldBytes}
     */
    public Receiving begin(DeviceId video, Optional<Integer> number, long offset) throws IOException, UploadRefused {
        UploadState state = ledger.state(video).orElse(UploadState.NOTHING);
        if (state.complete() && number.flatMap(state::part).isEmpty()) {
            throw complete(video);
        }
        return underWay.begin(number.map(part -> new PartId(video, part)), offset);
    }

    /** The sender is gone: what came is kept for a while. */
    public void breakOff(Receiving received) {
        underWay.keep(received);
    }

    /** Gives up what came of a part. */
    public void giveUp(Receiving received) {
        underWay.done(received);
        received.close();
    }

    /**
     * Stores a part that was received to its end.
     *
     * @throws UploadRefused if it is not taken; nothing of it is stored, unless BUSY
     */
    public Taken store(Receiving received, PartId id, SentWith sent)
            throws UploadRefused, IOException, InterruptedException {
        try {
            return store(received.finish(id, sent));
        } finally {
            underWay.done(received);
            received.close();
        }
    }

    private Taken store(ReceivedPart part) throws UploadRefused, IOException, InterruptedException {
        Optional<String> said = part.sent().sha256();
        if (said.isPresent() && !said.get().equals(part.sha256())) {
            throw new UploadRefused(
                    Reason.DIGEST,
                    "the part's SHA-256 is " + part.sha256() + ", not " + said.get() + ": send it again");
        }
        requireOwnKey(part);
        Optional<Taken> repeated = repeated(part);
        return repeated.isPresent() ? repeated.get() : storeNew(part);
    }

    private void requireOwnKey(ReceivedPart part) throws UploadRefused {
        DeviceId video = part.id().video();
        Optional<Integer> known = part.sent().idempotencyKey().flatMap(key -> ledger.partOfKey(video, key));
        if (known.isEmpty()) {
            return;
        }
        boolean same = known.get() == part.id().number()
                && ledger.state(video)
                        .flatMap(state -> state.part(known.get()))
                        .filter(held -> held.sha256().equals(part.sha256()))
                        .isPresent();
        if (!same) {
            throw new UploadRefused(
                    Reason.KEY_REUSED,
                    "the Idempotency-Key belongs to part " + known.get() + " and its bytes: give each part its own");
        }
    }

    private Optional<Taken> repeated(ReceivedPart part) throws UploadRefused {
        UploadState state = ledger.state(part.id().video()).orElse(UploadState.NOTHING);
        Optional<UploadedPart> held = state.part(part.id().number());
        if (held.isPresent() && !held.get().sha256().equals(part.sha256())) {
            throw new UploadRefused(
                    Reason.OTHER_BYTES,
                    part.id() + " is held with other bytes (SHA-256 "
                            + held.get().sha256() + "): nothing was changed");
        }
        if (held.isEmpty() && state.complete()) {
            throw complete(part.id().video());
        }
        return held.map(known -> new Taken(false, known, state));
    }

    private static UploadRefused complete(DeviceId video) {
        return new UploadRefused(Reason.COMPLETE, "the video '" + video.device() + "' is complete: it takes no parts");
    }

    private Taken storeNew(ReceivedPart part) throws UploadRefused, IOException, InterruptedException {
        long begin = System.nanoTime();
        try (DemuxedPart demuxed = demux.demux(part)) {
            long taken = System.nanoTime();
            String claim = UUID.randomUUID().toString();
            writer.write(new UploadRecord.Claimed(
                    part.id().video(), part.id().number(), claim, part.sha256(), writer.now()));
            writer.readBack(known -> known.isClaimed(part.id(), claim) || isDecided(known, part.id()));
            if (!ledger.isClaimed(part.id(), claim)) {
                return repeated(part)
                        .orElseThrow(() -> new UploadRefused(
                                Reason.BUSY, part.id() + " is being stored for another sender: ask again in a moment"));
            }
            Taken stored = storeClaimed(part, demuxed, claim);
            LOG.info(
                    "part-stored",
                    "video",
                    part.id().video(),
                    "part",
                    part.id().number(),
                    "bytes",
                    part.bytes(),
                    "frames",
                    demuxed.facts().frames(),
                    "demuxMillis",
                    (taken - begin) / 1_000_000,
                    "storeMillis",
                    (System.nanoTime() - taken) / 1_000_000);
            return stored;
        }
    }

    /** Another claim of the part was first, or it is held, or the video is complete. */
    private static boolean isDecided(UploadLedger known, PartId id) {
        return known.isClaimed(id) || known.isHeld(id) || known.isComplete(id.video());
    }

    private Taken storeClaimed(ReceivedPart part, DemuxedPart demuxed, String claim)
            throws UploadRefused, IOException, InterruptedException {
        DeviceId video = part.id().video();
        boolean durable = false;
        try {
            try (InputStream frames = new BufferedInputStream(
                    Files.newInputStream(demuxed.frames().path()))) {
                durable = writer.send(video, frames);
            }
        } finally {
            if (!durable) {
                writer.writeUnheard(new UploadRecord.Released(video, part.id().number(), claim, writer.now()));
            }
        }
        if (!durable) {
            throw new UploadRefused(Reason.BUSY, "Kafka did not confirm the part in time: send it again");
        }
        writer.write(
                new UploadRecord.Held(video, claim, demuxed.facts(), part.sent().idempotencyKey(), writer.now()));
        writer.readBack(known -> known.isHeld(part.id()));
        Taken held = repeated(part).orElseThrow(() -> new IllegalStateException(part.id() + " was held and is not"));
        return new Taken(true, held.part(), held.state());
    }

    /** A longer file of captions is refused, bytes. */
    public int maxCaptionsBytes() {
        return captions.maxBytes();
    }

    /**
     * Stores a file of captions, in place of those that the video has of the language. They may come at any time, also
     * before the first part and when the video is complete.
     *
     * @throws UploadRefused TOO_LARGE, BAD_CAPTIONS with the line, FULL, BUSY
     */
    public TakenCaptions store(DeviceId video, CaptionsFile file)
            throws UploadRefused, IOException, InterruptedException {
        return captions.store(video, file);
    }

    /**
     * Ends a video: it takes no further parts, and an event says what it is. Repeats change nothing.
     *
     * @param parts how many there are, if the sender says
     * @throws UploadRefused MISSING_PARTS, BUSY while parts are being stored
     */
    public UploadState complete(DeviceId video, Optional<Integer> parts)
            throws UploadRefused, IOException, InterruptedException {
        UploadState state = ended(video, parts);
        if (!writer.send(video, new ByteArrayInputStream(VideoEnd.frames(video, state)))) {
            throw new UploadRefused(Reason.BUSY, "Kafka did not confirm the end in time: end it again");
        }
        return state;
    }

    private UploadState ended(DeviceId video, Optional<Integer> parts) throws UploadRefused, InterruptedException {
        UploadState state = ledger.state(video).orElse(UploadState.NOTHING);
        if (state.complete()) {
            return state;
        }
        int last = parts.map(count -> state.first() + count - 1).orElse(-1);
        if (state.parts().isEmpty() || !state.missing(last).isEmpty() || parts.isPresent() && state.last() > last) {
            throw new UploadRefused(Reason.MISSING_PARTS, describe(state, parts));
        }
        writer.write(new UploadRecord.Completed(video, state.parts().size(), writer.now()));
        if (!ledger.await(known -> known.isComplete(video), UploadWriter.READ_BACK)) {
            throw new UploadRefused(Reason.BUSY, "parts of the video are being stored: end it once they are");
        }
        return ledger.state(video).orElse(state);
    }

    private static String describe(UploadState state, Optional<Integer> parts) {
        if (state.parts().isEmpty()) {
            return "no part of the video is held";
        }
        int last = parts.map(count -> state.first() + count - 1).orElse(-1);
        return state.missing(last).isEmpty()
                ? "the video has part " + state.last() + ", beyond the " + parts.orElse(0) + " parts that were named"
                : "parts are missing: send them, or name how many there are";
    }

    @Override
    public void close() {
        underWay.close();
    }
}
