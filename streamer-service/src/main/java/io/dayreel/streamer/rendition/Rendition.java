package io.dayreel.streamer.rendition;

import io.dayreel.protocol.frame.FrameType;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One track of a device as players see it: {@code v0} is the video of track 0, {@code a1} the audio of track 1,
 * {@code t5} the text (captions) of track 5. Video comes first, text last, then by track.
 *
 * @param track 0–255
 */
public record Rendition(Kind kind, int track) implements Comparable<Rendition> {
    private static final Pattern TEXT = Pattern.compile("([vat])(0|[1-9][0-9]{0,2})");
    private static final int MAX_TRACK = 255;

    /** What a rendition shows, sounds or says. */
    public enum Kind {
        VIDEO("v", FrameType.VIDEO),
        AUDIO("a", FrameType.AUDIO),
        TEXT("t", FrameType.TEXT);

        private final String letter;
        private final FrameType frameType;

        Kind(String letter, FrameType frameType) {
            this.letter = letter;
            this.frameType = frameType;
        }
    }

    public Rendition {
        if (track < 0 || track > MAX_TRACK) {
            throw new IllegalArgumentException("a track is 0–255, not " + track);
        }
    }

    public static Rendition video(int track) {
        return new Rendition(Kind.VIDEO, track);
    }

    public static Rendition audio(int track) {
        return new Rendition(Kind.AUDIO, track);
    }

    public static Rendition text(int track) {
        return new Rendition(Kind.TEXT, track);
    }

    /**
     * The rendition of a name.
     *
     * @throws IllegalArgumentException with a message for the caller unless it is written {@code v0}, {@code a1} or {@code t5}
     */
    public static Rendition parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a rendition is written v0, a1 or t5, not '" + text + "'");
        }
        Kind kind =
                switch (matcher.group(1)) {
                    case "v" -> Kind.VIDEO;
                    case "a" -> Kind.AUDIO;
                    default -> Kind.TEXT;
                };
        return new Rendition(kind, Integer.parseInt(matcher.group(2)));
    }

    public boolean isVideo() {
        return kind == Kind.VIDEO;
    }

    public boolean isText() {
        return kind == Kind.TEXT;
    }

    /** The type of its frames. */
    public FrameType frameType() {
        return kind.frameType;
    }

    @Override
    public int compareTo(Rendition other) {
        return Comparator.comparing(Rendition::kind)
                .thenComparingInt(Rendition::track)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return kind.letter + track;
    }
}
