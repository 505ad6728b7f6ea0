package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.contracts.uploads.UploadedCaptions;
import io.dayreel.ingest.upload.CaptionsFile.Format;
import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.ingest.upload.Uploads.TakenCaptions;
import io.dayreel.media.text.Cue;
import io.dayreel.media.text.CueFile;
import io.dayreel.media.text.CueFormatException;
import io.dayreel.protocol.hash.Sha256;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores files of captions: each is read as a whole, then claims a run in the topic {@code uploads}, then its frames are
 * stored there, then it is told as held. Of two senders of a language the one that claimed later is shown. Thread-safe;
 * calls block.
 */
final class CaptionsStore {
    private static final LogEvents LOG = LogEvents.of(CaptionsStore.class);

    /** Others may claim the same run at the same time, each of them once. */
    private static final int MAX_CLAIMS = 16;

    private final UploadWriter writer;
    private final UploadLedger ledger;
    private final int maxBytes;

    /** @param maxBytes of a file */
    CaptionsStore(UploadWriter writer, UploadLedger ledger, int maxBytes) {
        this.writer = writer;
        this.ledger = ledger;
        this.maxBytes = maxBytes;
    }

    int maxBytes() {
        return maxBytes;
    }

    /** See {@link Uploads#store(DeviceId, CaptionsFile)}. */
    TakenCaptions store(DeviceId video, CaptionsFile file) throws UploadRefused, IOException, InterruptedException {
        if (file.bytes().length > maxBytes) {
            throw new UploadRefused(
                    Reason.TOO_LARGE,
                    "a file of captions has at most " + maxBytes
                            + " bytes (dayreel.ingest.upload.max-captions): split it by language");
        }
        List<Cue> cues = cues(file);
        UploadState state = ledger.state(video).orElse(UploadState.NOTHING);
        UploadedCaptions known = state.captions().get(file.language());
        if (known != null && same(known, file)) {
            return new TakenCaptions(false, state);
        }
        String claim = UUID.randomUUID().toString();
        CaptionsPlace place = claimPlace(video, file.language(), claim);
        UploadedCaptions captions = new UploadedCaptions(
                place.run(),
                place.track(),
                file.language(),
                file.label(),
                file.kind(),
                Sha256.hex(file.bytes()),
                file.bytes().length,
                cues.size());
        if (!writer.send(video, new ByteArrayInputStream(CaptionsFrames.of(captions, cues)))) {
            throw new UploadRefused(Reason.BUSY, "Kafka did not confirm the captions in time: send them again");
        }
        writer.write(new UploadRecord.CaptionsHeld(video, claim, captions, writer.now()));
        writer.readBack(read -> read.isHeldCaptions(video, place.run()));
        LOG.info(
                "captions-stored",
                "video",
                video,
                "language",
                file.language(),
                "run",
                place.run(),
                "cues",
                captions.cues());
        return new TakenCaptions(true, ledger.state(video).orElse(state));
    }

    private static boolean same(UploadedCaptions known, CaptionsFile file) {
        return known.sha256().equals(Sha256.hex(file.bytes()))
                && known.label().equals(file.label())
                && known.kind() == file.kind();
    }

    private CaptionsPlace claimPlace(DeviceId video, String language, String claim)
            throws UploadRefused, InterruptedException {
        for (int i = 0; i < MAX_CLAIMS; i++) {
            CaptionsPlace place = ledger.placeForCaptions(video, language)
                    .orElseThrow(() -> new UploadRefused(
                            Reason.FULL,
                            "a video takes captions in " + (CaptionsPlace.LAST_TRACK - CaptionsPlace.FIRST_TRACK + 1)
                                    + " languages, and "
                                    + (CaptionsPlace.LAST_RUN - CaptionsPlace.FIRST_RUN + 1)
                                    + " files of captions in all: upload it as another video"));
            writer.write(
                    new UploadRecord.CaptionsClaimed(video, claim, place.run(), language, place.track(), writer.now()));
            // If another claim of the run was first, or of the track, the place is another one now.
            writer.readBack(read -> read.claimOfCaptions(video, place.run()).isPresent()
                    || !read.placeForCaptions(video, language).equals(Optional.of(place)));
            if (ledger.claimOfCaptions(video, place.run()).equals(Optional.of(claim))) {
                return place;
            }
        }
        throw new UploadRefused(Reason.BUSY, "many captions are sent at a time: send these again");
    }

    private static List<Cue> cues(CaptionsFile file) throws UploadRefused {
        byte[] bytes = file.bytes();
        boolean webVtt = CueFile.isWebVtt(bytes);
        if (file.format() == Format.WEB_VTT && !webVtt) {
            throw new UploadRefused(
                    Reason.BAD_CAPTIONS, "line 1: WebVTT begins with WEBVTT; SubRip has the type application/x-subrip");
        } else if (file.format() == Format.SUB_RIP && webVtt) {
            throw new UploadRefused(Reason.BAD_CAPTIONS, "line 1: this is WebVTT, whose type is text/vtt");
        }
        try {
            return CueFile.read(bytes);
        } catch (CueFormatException e) {
            throw new UploadRefused(Reason.BAD_CAPTIONS, e.getMessage(), e);
        }
    }
}
