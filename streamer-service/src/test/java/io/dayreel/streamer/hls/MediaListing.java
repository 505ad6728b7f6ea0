package io.dayreel.streamer.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A media playlist as a player reads it. @param segments the whole ones */
record MediaListing(String text, List<Segment> segments) {

    /** @param map address of the init segment, empty if there was none before it */
    record Segment(
            long msn, double duration, Instant begins, boolean discontinuity, boolean gap, String map, String address) {

        double secondsTo(Segment next) {
            return (next.begins().toEpochMilli() - begins.toEpochMilli()) / 1000.0;
        }
    }

    static MediaListing parse(String text) {
        List<Segment> segments = new ArrayList<>();
        long msn = 0;
        double duration = 0;
        Instant begins = Instant.EPOCH;
        boolean discontinuity = false;
        boolean gap = false;
        String map = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                msn = Long.parseLong(after(line));
            } else if (line.startsWith("#EXTINF:")) {
                duration = Double.parseDouble(after(line).replace(",", ""));
            } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                begins = Instant.parse(after(line));
            } else if (line.equals("#EXT-X-DISCONTINUITY")) {
                discontinuity = true;
            } else if (line.equals("#EXT-X-GAP")) {
                gap = true;
            } else if (line.startsWith("#EXT-X-MAP:")) {
                map = line.replaceFirst(".*URI=\"([^\"]+)\".*", "$1");
            } else if (!line.startsWith("#")) {
                segments.add(new Segment(msn, duration, begins, discontinuity, gap, map, line));
                msn++;
                discontinuity = false;
                gap = false;
            }
        }
        return new MediaListing(text, segments);
    }

    private static String after(String line) {
        return line.substring(line.indexOf(':') + 1);
    }

    Segment last() {
        return segments.get(segments.size() - 1);
    }

    boolean hasGap() {
        return segments.stream().anyMatch(Segment::gap);
    }

    List<Long> discontinuities() {
        return segments.stream()
                .filter(Segment::discontinuity)
                .map(Segment::msn)
                .toList();
    }

    boolean isEnded() {
        return text.endsWith("#EXT-X-ENDLIST\n");
    }
}
