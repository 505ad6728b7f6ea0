package io.dayreel.streamer.hls;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.RealFootage;
import io.dayreel.streamer.RealFootage.Frame;
import io.dayreel.streamer.TestCloud;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A device that shows real footage live, piece by piece, with its own idea of the time. */
final class LiveCamera {
    private static final int FRAMES_PER_MESSAGE = 6;

    private final TestCloud cloud;
    private final DeviceId device;
    private final List<Frame> footage;
    private final List<Frame> sent = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final long beginMicros;
    private Run messageOf;
    private int framesInMessage;

    /** A run that frames are added to. */
    static final class Run {
        private final Day day;
        private final int number;
        private long next;

        Run(Day day, int number) {
            this.day = day;
            this.number = number;
        }

        /** So many frames get lost on their way. */
        void skips(int frames) {
            next += frames;
        }

        /** The same run at an earlier counter: what is sent again. */
        Run from(long counter) {
            Run again = new Run(day, number);
            again.next = counter;
            return again;
        }
    }

    /**
     * @param footage whose times begin with 0
     * @param beginMicros capture time of its begin by the device's clock
     */
    LiveCamera(TestCloud cloud, String name, RealFootage footage, long beginMicros) {
        this.cloud = cloud;
        this.device = new DeviceId("demo", name);
        this.footage = footage.frames();
        this.beginMicros = beginMicros;
    }

    DeviceId device() {
        return device;
    }

    Run run(int number) {
        return new Run(Day.ofMicros(beginMicros), number);
    }

    /** Pictures that it sent, in order. */
    List<Frame> pictures() {
        return sent.stream().filter(Frame::isVideo).toList();
    }

    /** Units of sound that it sent, in order. */
    List<Frame> sounds() {
        return sent.stream()
                .filter(frame -> frame.header().type() == FrameType.AUDIO)
                .toList();
    }

    long timeOf(Frame frame) {
        return beginMicros + frame.timeMicros();
    }

    void configures(Run run) {
        footage.stream().filter(LiveCamera::isConfiguration).forEach(frame -> add(run, frame));
        flush();
    }

    private static boolean isConfiguration(Frame frame) {
        return frame.header().type() == FrameType.CONFIGURATION;
    }

    /** What was captured from one time of the footage to another, in seconds. */
    void shows(Run run, double from, double to) {
        shows(run, from, to, frame -> true);
    }

    void shows(Run run, double from, double to, Predicate<Frame> which) {
        footage.stream()
                .filter(frame -> !isConfiguration(frame))
                .filter(frame -> frame.timeMicros() >= from * 1e6 && frame.timeMicros() < to * 1e6)
                .filter(which)
                .forEach(frame -> add(run, frame));
        flush();
    }

    void tells(Run run, double at, String event) {
        FrameHeader header = FrameHeader.of(FrameType.EVENT, Codec.JSON)
                .withFlags(FrameFlags.SYNC)
                .onTrack(4)
                .at(run.day.number(), run.number, run.next++)
                .timed(beginMicros + (long) (at * 1e6), 0, 0);
        cloud.send(device.on(run.day), new FrameEncoder().encode(header, event.getBytes(StandardCharsets.UTF_8)));
    }

    /** The configuration of captions. */
    void speaks(Run run, int track, String language) {
        flush();
        String json = "{\"codec\":\"wvtt\",\"role\":\"caption\",\"language\":\"" + language + "\"}";
        FrameHeader header = FrameHeader.of(FrameType.CONFIGURATION, Codec.UTF8_TEXT)
                .withConfiguration(1)
                .onTrack(track)
                .at(run.day.number(), run.number, run.next++)
                .timed(beginMicros, 0, 0);
        byte[] body = new ConfigurationBody(json, new byte[0]).encode();
        cloud.send(device.on(run.day), new FrameEncoder().encode(header, body));
    }

    /** A caption. @param at second of the footage @param lasts s, 0 if unknown */
    void says(Run run, int track, double at, double lasts, String text) {
        flush();
        FrameHeader header = FrameHeader.of(FrameType.TEXT, Codec.UTF8_TEXT)
                .withFlags(FrameFlags.SYNC)
                .withConfiguration(1)
                .onTrack(track)
                .at(run.day.number(), run.number, run.next++)
                .timed(beginMicros + (long) (at * 1e6), 0, (long) (lasts * 1e6));
        cloud.send(device.on(run.day), new FrameEncoder().encode(header, text.getBytes(StandardCharsets.UTF_8)));
    }

    void ends(Run run, double at) {
        FrameHeader header = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .withFlags(FrameFlags.SYNC)
                .at(run.day.number(), run.number, run.next++)
                .timed(beginMicros + (long) (at * 1e6), 0, 0);
        byte[] body = "{\"reason\":\"day\"}".getBytes(StandardCharsets.UTF_8);
        cloud.send(device.on(run.day), new FrameEncoder().encode(header, body));
    }

    /** Adds one frame to what {@link #flush} sends. */
    void add(Run run, Frame frame) {
        if (messageOf != run || framesInMessage == FRAMES_PER_MESSAGE) {
            flush();
        }
        FrameHeader header = frame.header()
                .at(run.day.number(), run.number, run.next++)
                .timed(
                        timeOf(frame),
                        frame.header().compositionOffsetMicros(),
                        frame.header().durationMicros());
        FrameView view = new FrameView();
        view.wrap(frame.message(), 0, frame.message().length);
        message.writeBytes(new FrameEncoder().encode(header, view.bodyBytes()));
        messageOf = run;
        framesInMessage++;
        sent.add(frame);
    }

    void flush() {
        if (framesInMessage > 0) {
            cloud.send(device.on(messageOf.day), message.toByteArray());
            message.reset();
            framesInMessage = 0;
        }
    }

    List<Frame> footage() {
        return footage;
    }
}
