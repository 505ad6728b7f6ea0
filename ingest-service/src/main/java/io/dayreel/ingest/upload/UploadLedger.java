package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the topic {@code uploads} says of videos. All instances follow it in its order and agree: the answers depend on
 * records alone. At most {@value #MAX_PARTS} parts are known; beyond it the video that was asked for or written of least
 * lately is forgotten, and the archive tells of it. Thread-safe.
 */
final class UploadLedger {
    private static final int MAX_PARTS = 500_000;

    /** A claim whose instance died is void after that. */
    private static final long CLAIM_MILLIS = Duration.ofMinutes(10).toMillis();

    private final LinkedHashMap<DeviceId, Video> videos = new LinkedHashMap<>(64, 0.75f, true);
    private int parts;

    /** @param claim under which the part is being stored */
    private record Claim(String claim, String sha256, long atMillis) {}

    private static final class Video {
        private final Map<Integer, Claim> claims = new TreeMap<>();
        private final TreeMap<Integer, UploadedPart> held = new TreeMap<>();
        private final Map<String, Integer> keys = new HashMap<>();
        private final CaptionsLedger captions = new CaptionsLedger();
        private boolean complete;

        private int size() {
            return held.size() + claims.size() + keys.size() + captions.size() + 1;
        }
    }

    /** To be called for each record, in the topic's order. */
    synchronized void read(UploadRecord change) {
        Video video = videos.computeIfAbsent(change.video(), name -> {
            parts++;
            return new Video();
        });
        parts -= video.size();
        apply(video, change);
        parts += video.size();
        forgetEldest();
        notifyAll();
    }

    private static void apply(Video video, UploadRecord change) {
        if (change instanceof UploadRecord.Claimed claimed) {
            claim(video, claimed);
        } else if (change instanceof UploadRecord.Held held) {
            Claim claim = video.claims.get(held.part().number());
            if (claim != null && claim.sha256().equals(held.part().sha256())) {
                video.claims.remove(held.part().number());
                video.held.putIfAbsent(held.part().number(), held.part());
                held.idempotencyKey()
                        .ifPresent(key -> video.keys.put(key, held.part().number()));
            }
        } else if (change instanceof UploadRecord.Released released) {
            Claim claim = video.claims.get(released.part());
            if (claim != null && claim.claim().equals(released.claim())) {
                video.claims.remove(released.part());
            }
        } else if (change instanceof UploadRecord.Completed && video.claims.isEmpty()) {
            video.complete = true;
        } else if (change instanceof UploadRecord.CaptionsClaimed claimed) {
            video.captions.claim(claimed);
        } else if (change instanceof UploadRecord.CaptionsHeld held) {
            video.captions.hold(held);
        }
    }

    private static void claim(Video video, UploadRecord.Claimed claimed) {
        if (video.complete || video.held.containsKey(claimed.part())) {
            return;
        }
        Claim before = video.claims.get(claimed.part());
        boolean free = before == null
                || before.sha256().equals(claimed.sha256())
                || claimed.atMillis() - before.atMillis() > CLAIM_MILLIS;
        if (free) {
            video.claims.put(claimed.part(), new Claim(claimed.claim(), claimed.sha256(), claimed.atMillis()));
        }
    }

    private void forgetEldest() {
        Iterator<Video> eldest = videos.values().iterator();
        while (parts > MAX_PARTS && videos.size() > 1) {
            parts -= eldest.next().size();
            eldest.remove();
        }
    }

    /** What is known of a video; empty if nothing was ever written of it, or it was forgotten. */
    synchronized Optional<UploadState> state(DeviceId name) {
        return Optional.ofNullable(videos.get(name))
                .map(video -> new UploadState(video.complete, video.held, video.captions.shown()));
    }

    /** The part that was sent under an idempotency key; empty if none was. */
    synchronized Optional<Integer> partOfKey(DeviceId name, String key) {
        return Optional.ofNullable(videos.get(name)).map(video -> video.keys.get(key));
    }

    /** Whether a claim counts: of several that were written at a time, the first. */
    synchronized boolean isClaimed(PartId part, String claim) {
        Video video = videos.get(part.video());
        Claim current = video == null ? null : video.claims.get(part.number());
        return current != null && current.claim().equals(claim);
    }

    /** Whether somebody is storing the part. */
    synchronized boolean isClaimed(PartId part) {
        Video video = videos.get(part.video());
        return video != null && video.claims.containsKey(part.number());
    }

    synchronized boolean isHeld(PartId part) {
        Video video = videos.get(part.video());
        return video != null && video.held.containsKey(part.number());
    }

    /** Where captions of a language can be stored; empty if there is no place left. */
    synchronized Optional<CaptionsPlace> placeForCaptions(DeviceId name, String language) {
        Video video = videos.get(name);
        return (video == null ? new CaptionsLedger() : video.captions).placeFor(language);
    }

    /** The claim that a run of captions belongs to; empty if none was read. */
    synchronized Optional<String> claimOfCaptions(DeviceId name, int run) {
        return Optional.ofNullable(videos.get(name)).flatMap(video -> video.captions.claimOf(run));
    }

    synchronized boolean isHeldCaptions(DeviceId name, int run) {
        Video video = videos.get(name);
        return video != null && video.captions.isHeld(run);
    }

    synchronized boolean isComplete(DeviceId name) {
        Video video = videos.get(name);
        return video != null && video.complete;
    }

    /** Waits until what was read makes it so. @return false if it did not in time */
    synchronized boolean await(Predicate<UploadLedger> wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!wanted.test(this)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
