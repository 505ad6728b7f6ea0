package io.dayreel.systemtests.hls;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A playlist, taken apart line by line without any of the product's classes. */
public final class Playlist {
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,]*)");

    private final URI address;
    private final String text;
    private final List<String> lines;

    Playlist(URI address, String text) {
        this.address = address;
        this.text = text;
        this.lines = text.lines().toList();
    }

    public String text() {
        return text;
    }

    public List<String> lines() {
        return lines;
    }

    public URI address() {
        return address;
    }

    public URI resolve(String relative) {
        return address.resolve(relative);
    }

    /** What stands behind a tag's colon, of each line with that tag. */
    public List<String> tags(String tag) {
        return lines.stream()
                .filter(line -> line.equals("#" + tag) || line.startsWith("#" + tag + ":"))
                .map(line -> line.length() > tag.length() + 1 ? line.substring(tag.length() + 2) : "")
                .toList();
    }

    public Optional<String> tag(String tag) {
        return tags(tag).stream().findFirst();
    }

    public long number(String tag) {
        return Long.parseLong(tag(tag).orElseThrow(() -> new AssertionError("no " + tag + " in\n" + text)));
    }

    public List<Map<String, String>> attributes(String tag) {
        return tags(tag).stream().map(Playlist::attributesOf).toList();
    }

    private static Map<String, String> attributesOf(String list) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(list);
        while (matcher.find()) {
            values.put(matcher.group(1), matcher.group(2).replace("\"", ""));
        }
        return values;
    }

    /** Addresses of playlists that it lists. */
    public List<URI> variants() {
        return lines.stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(this::resolve)
                .toList();
    }

    /** A part as it is listed. */
    public record Part(double duration, URI address, boolean independent) {}

    /**
     * A segment as it is listed, or the open one.
     *
     * @param msn media sequence number
     * @param address empty for the open one
     */
    public record Segment(
            long msn,
            Optional<Instant> dateTime,
            double duration,
            Optional<URI> address,
            boolean discontinuity,
            boolean gap,
            List<Part> parts) {}

    /** All that it lists, the open one last if it has parts. Of a delta update those that are not left out. */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        long msn = number("EXT-X-MEDIA-SEQUENCE")
                + tag("EXT-X-SKIP")
                        .map(list -> Long.parseLong(attributesOf(list).get("SKIPPED-SEGMENTS")))
                        .orElse(0L);
        Open open = new Open();
        for (String line : lines) {
            if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                open.dateTime = Optional.of(Instant.parse(line.substring(line.indexOf(':') + 1)));
            } else if (line.startsWith("#EXTINF:")) {
                open.duration = Double.parseDouble(line.substring(8, line.indexOf(',')));
            } else if (line.equals("#EXT-X-DISCONTINUITY")) {
                open.discontinuity = true;
            } else if (line.equals("#EXT-X-GAP")) {
                open.gap = true;
            } else if (line.startsWith("#EXT-X-PART:")) {
                Map<String, String> part = attributesOf(line.substring(line.indexOf(':') + 1));
                open.parts.add(new Part(
                        Double.parseDouble(part.get("DURATION")),
                        resolve(part.get("URI")),
                        "YES".equals(part.get("INDEPENDENT"))));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                segments.add(open.segment(msn, Optional.of(resolve(line))));
                msn++;
                open = new Open();
            }
        }
        if (!open.parts.isEmpty()) {
            segments.add(open.segment(msn, Optional.empty()));
        }
        return segments;
    }

    private static final class Open {
        private Optional<Instant> dateTime = Optional.empty();
        private double duration;
        private boolean discontinuity;
        private boolean gap;
        private final List<Part> parts = new ArrayList<>();

        Segment segment(long msn, Optional<URI> address) {
            return new Segment(msn, dateTime, duration, address, discontinuity, gap, List.copyOf(parts));
        }
    }
}
