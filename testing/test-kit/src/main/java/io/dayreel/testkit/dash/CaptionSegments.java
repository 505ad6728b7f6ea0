package io.dayreel.testkit.dash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads captions out of segments of CMAF text (ISO/IEC 14496-30, {@code wvtt}; boxes of ISO/IEC 14496-12), since ffmpeg does
 * not. It knows nothing of who wrote them, and takes fragments whose samples say their own lengths and durations. One use by
 * one thread.
 */
public final class CaptionSegments {
    private static final int BOX_HEADER = 8;
    private static final int DATA_OFFSET = 0x1;
    private static final int FIRST_FLAGS = 0x4;
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int MORE = 0xC00;

    private final List<Shown> shown = new ArrayList<>();
    private final List<int[]> samples = new ArrayList<>();
    private double timescale;
    private long time;

    /** What is to be read. @param from seconds of the media's time @param to where it ends */
    public record Shown(double from, double to, String text) {}

    /**
     * Cues in order; one that goes on in the next sample is one.
     *
     * @param init an init segment
     * @param segments one behind the other
     * @throws IllegalArgumentException if that is something else
     */
    public static List<Shown> read(byte[] init, List<byte[]> segments) {
        CaptionSegments reader = new CaptionSegments();
        reader.boxes(ByteBuffer.wrap(init));
        if (reader.timescale == 0 || !new String(init, StandardCharsets.ISO_8859_1).contains("wvtt")) {
            throw new IllegalArgumentException("no init segment of captions");
        }
        segments.forEach(segment -> reader.boxes(ByteBuffer.wrap(segment)));
        return List.copyOf(reader.shown);
    }

    private void boxes(ByteBuffer bytes) {
        while (bytes.remaining() >= BOX_HEADER) {
            int length = bytes.getInt();
            String type = type(bytes);
            ByteBuffer content = bytes.slice(bytes.position(), length - BOX_HEADER);
            bytes.position(bytes.position() + length - BOX_HEADER);
            switch (type) {
                case "moov", "trak", "mdia", "moof", "traf" -> boxes(content);
                case "mdhd" -> timescale = content.get(0) == 0 ? content.getInt(12) : content.getInt(20);
                case "tfdt" -> time = content.get(0) == 0 ? content.getInt(4) & 0xFFFF_FFFFL : content.getLong(4);
                case "trun" -> run(content);
                case "mdat" -> samples(content);
                default -> {}
            }
        }
    }

    private static String type(ByteBuffer bytes) {
        byte[] type = new byte[4];
        bytes.get(type);
        return new String(type, StandardCharsets.US_ASCII);
    }

    private void run(ByteBuffer run) {
        int flags = run.getInt() & 0xFF_FFFF;
        int count = run.getInt();
        if ((flags & (DURATION | SIZE)) != (DURATION | SIZE)) {
            throw new IllegalArgumentException("samples without a duration or a length");
        }
        run.position(run.position() + ((flags & DATA_OFFSET) != 0 ? 4 : 0) + ((flags & FIRST_FLAGS) != 0 ? 4 : 0));
        for (int i = 0; i < count; i++) {
            samples.add(new int[] {run.getInt(), run.getInt()});
            run.position(run.position() + Integer.bitCount(flags & MORE) * 4);
        }
    }

    private void samples(ByteBuffer data) {
        for (int[] sample : samples) {
            ByteBuffer content = data.slice(data.position(), sample[1]);
            data.position(data.position() + sample[1]);
            while (content.hasRemaining()) {
                int length = content.getInt();
                String type = type(content);
                ByteBuffer cue = content.slice(content.position(), length - BOX_HEADER);
                content.position(content.position() + length - BOX_HEADER);
                if (type.equals("vttc")) {
                    add(time / timescale, (time + sample[0]) / timescale, payload(cue));
                }
            }
            time += sample[0];
        }
        samples.clear();
    }

    private static String payload(ByteBuffer cue) {
        while (cue.hasRemaining()) {
            byte[] content = new byte[cue.getInt() - BOX_HEADER];
            String type = type(cue);
            cue.get(content);
            if (type.equals("payl")) {
                return new String(content, StandardCharsets.UTF_8);
            }
        }
        throw new IllegalArgumentException("a cue without words");
    }

    private void add(double from, double to, String text) {
        for (int i = 0; i < shown.size(); i++) {
            Shown before = shown.get(i);
            if (before.text().equals(text) && Math.abs(before.to() - from) < 1 / timescale) {
                shown.set(i, new Shown(before.from(), to, text));
                return;
            }
        }
        shown.add(new Shown(from, to, text));
    }
}
