package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.contracts.uploads.UploadedCaptions;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which files of captions a video has. Each has a run of its own that is never used again, whatever became of it, and the
 * track of its language; the highest run of a language is shown. Bounded by the number of runs. Not thread-safe.
 */
final class CaptionsLedger {
    private final TreeMap<Integer, Claim> claims = new TreeMap<>();
    private final TreeMap<String, Integer> tracks = new TreeMap<>();
    private final TreeMap<Integer, UploadedCaptions> held = new TreeMap<>();

    private record Claim(String claim, String language) {}

    /** Of two claims of a run the first counts, and of two languages that want a track. */
    void claim(UploadRecord.CaptionsClaimed claimed) {
        if (isFree(claimed.run(), claimed.language(), claimed.track())) {
            claims.put(claimed.run(), new Claim(claimed.claim(), claimed.language()));
            tracks.put(claimed.language(), claimed.track());
        }
    }

    private boolean isFree(int run, String language, int track) {
        Integer known = tracks.get(language);
        return !claims.containsKey(run) && (known == null ? !tracks.containsValue(track) : known == track);
    }

    /** The claim may be older than what the topic still has. */
    void hold(UploadRecord.CaptionsHeld stored) {
        UploadedCaptions captions = stored.captions();
        Claim claim = claims.get(captions.run());
        if (claim == null && isFree(captions.run(), captions.language(), captions.track())) {
            claim = new Claim(stored.claim(), captions.language());
            claims.put(captions.run(), claim);
            tracks.put(captions.language(), captions.track());
        }
        if (claim != null && claim.claim().equals(stored.claim())) {
            held.putIfAbsent(captions.run(), captions);
        }
    }

    Optional<CaptionsPlace> placeFor(String language) {
        int run = claims.isEmpty() ? CaptionsPlace.FIRST_RUN : claims.lastKey() + 1;
        int track = tracks.getOrDefault(language, CaptionsPlace.FIRST_TRACK);
        while (!tracks.containsKey(language) && tracks.containsValue(track)) {
            track++;
        }
        boolean room = run <= CaptionsPlace.LAST_RUN && track <= CaptionsPlace.LAST_TRACK;
        return room ? Optional.of(new CaptionsPlace(run, track)) : Optional.empty();
    }

    Optional<String> claimOf(int run) {
        return Optional.ofNullable(claims.get(run)).map(Claim::claim);
    }

    boolean isHeld(int run) {
        return held.containsKey(run);
    }

    /** By language. */
    NavigableMap<String, UploadedCaptions> shown() {
        TreeMap<String, UploadedCaptions> shown = new TreeMap<>();
        held.values().forEach(each -> shown.put(each.language(), each));
        return shown;
    }

    int size() {
        return claims.size() + held.size();
    }
}
