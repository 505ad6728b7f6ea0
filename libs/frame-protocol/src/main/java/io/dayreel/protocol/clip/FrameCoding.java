package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipPart.Loose;
import io.dayreel.protocol.clip.ClipPart.Placed;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.segment.LebReader;
import io.dayreel.protocol.segment.LebWriter;
import java.util.List;

/**
 * Frames of one part as steps from the one before. u = unsigned LEB128, s = zigzag LEB128.
 *
 * <pre>
 * placed frame: u head · [u frames left out] · [s samples left out] · s composition offset step · s duration step
 * loose frame:  u head · [s counters left out] · [s samples left out] · s composition offset step · s duration step
 *               · s run step · s time step − previous time step · s flags step · u32 CRC
 * head:         lane × 4 + 2 if "samples left out" follows + 1 if "frames (counters) left out" follows
 * </pre>
 *
 * Frame, counter and run step from the frame before in the part (first: from −1, −1 and 0); the sample from the one
 * before of the same MP4 track (first: from 0); the others from the frame before of the same lane (first: from 0).
 */
final class FrameCoding {
    static final int MIN_PLACED = 3;
    static final int MIN_LOOSE = 10;
    private static final int STEP_FOLLOWS = 1;
    private static final int SAMPLE_FOLLOWS = 2;

    private final List<ClipLane> lanes;
    private final LastOfLane[] last;
    private long previous = -1;
    private int run;

    /** What the next frame of a lane steps from. */
    private static final class LastOfLane {
        private final int[] sample;
        private int compositionOffset;
        private long duration;
        private long time;
        private long timeStep;
        private int flags;

        /** @param sample shared by the lanes of a track */
        LastOfLane(int[] sample) {
            this.sample = sample;
        }
    }

    FrameCoding(List<ClipLane> lanes) {
        this.lanes = lanes;
        this.last = new LastOfLane[lanes.size()];
        for (int i = 0; i < last.length; i++) {
            int[] sample = {0};
            for (int before = 0; before < i; before++) {
                if (lanes.get(before).trackId() == lanes.get(i).trackId()) {
                    sample = last[before].sample;
                }
            }
            last[i] = new LastOfLane(sample);
        }
    }

    void write(Placed frame, LebWriter target) {
        writeHead(frame.lane(), frame.frame(), frame.sample(), target);
        writeTimes(last[frame.lane()], frame.compositionOffsetMicros(), frame.durationMicros(), target);
    }

    void write(Loose frame, LebWriter target) {
        FrameHeader header = frame.header();
        LastOfLane lane = last[frame.lane()];
        writeHead(frame.lane(), header.counter(), frame.sample(), target);
        writeTimes(lane, header.compositionOffsetMicros(), header.durationMicros(), target);
        int flags = header.configuration() << 8 | header.flags();
        long step = header.timeMicros() - lane.time;
        target.signed(header.run() - run)
                .signed(step - lane.timeStep)
                .signed(flags - lane.flags)
                .u32(frame.crc());
        run = header.run();
        lane.time = header.timeMicros();
        lane.timeStep = step;
        lane.flags = flags;
    }

    private void writeHead(int lane, long number, int sample, LebWriter target) {
        long leftOut = number - previous - 1;
        long samplesLeftOut = (long) sample - last[lane].sample[0] - 1;
        target.unsigned(lane * 4L + (leftOut == 0 ? 0 : STEP_FOLLOWS) + (samplesLeftOut == 0 ? 0 : SAMPLE_FOLLOWS));
        if (leftOut != 0) {
            target.signed(leftOut);
        }
        if (samplesLeftOut != 0) {
            target.signed(samplesLeftOut);
        }
        previous = number;
        last[lane].sample[0] = sample;
    }

    private static void writeTimes(LastOfLane lane, int compositionOffset, long duration, LebWriter target) {
        target.signed((long) compositionOffset - lane.compositionOffset).signed(duration - lane.duration);
        lane.compositionOffset = compositionOffset;
        lane.duration = duration;
    }

    /** @param frames in the segment */
    Placed readPlaced(LebReader source, int frames) {
        int lane = readHead(source);
        if (previous < 0 || previous >= frames) {
            throw source.wrong("frame " + previous + " of " + frames);
        }
        int number = (int) previous;
        readTimes(last[lane], source);
        return new Placed(number, lane, last[lane].sample[0], last[lane].compositionOffset, last[lane].duration);
    }

    /** @param day of the frames */
    Loose readLoose(LebReader source, int day) {
        int number = readHead(source);
        LastOfLane lane = last[number];
        readTimes(lane, source);
        run = within(source, run + source.signed(), 0xFFFF, "run");
        lane.timeStep += source.signed();
        lane.time += lane.timeStep;
        lane.flags = within(source, lane.flags + source.signed(), 0xFFFF, "flags");
        if (previous < 0 || previous > 0xFFFF_FFFFL) {
            throw source.wrong("counter " + previous);
        }
        ClipLane of = lanes.get(number);
        FrameHeader header = FrameHeader.of(of.type(), of.codec())
                .onTrack(of.track())
                .withConfiguration(lane.flags >>> 8)
                .withFlags(lane.flags & 0xFF)
                .at(day, run, previous)
                .timed(lane.time, lane.compositionOffset, lane.duration);
        return new Loose(number, lane.sample[0], header, source.u32());
    }

    private int readHead(LebReader source) {
        long head = source.atMost(lanes.size() * 4L - 1, "lane");
        int lane = (int) (head / 4);
        previous += 1 + ((head & STEP_FOLLOWS) == 0 ? 0 : source.signed());
        long sample = last[lane].sample[0] + 1L + ((head & SAMPLE_FOLLOWS) == 0 ? 0 : source.signed());
        last[lane].sample[0] = within(source, sample, Integer.MAX_VALUE, "sample");
        return lane;
    }

    private static void readTimes(LastOfLane lane, LebReader source) {
        long compositionOffset = lane.compositionOffset + source.signed();
        lane.compositionOffset = (int) compositionOffset;
        lane.duration += source.signed();
        if (lane.compositionOffset != compositionOffset || lane.duration < 0 || lane.duration > 0xFFFF_FFFFL) {
            throw source.wrong("a time is out of range");
        }
    }

    private static int within(LebReader source, long value, int max, String field) {
        if (value < 0 || value > max) {
            throw source.wrong(field + " " + value);
        }
        return (int) value;
    }
}
