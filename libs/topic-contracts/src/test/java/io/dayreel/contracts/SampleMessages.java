package io.dayreel.contracts;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.events.EventRecord;
import io.dayreel.contracts.fleet.InstanceRecord;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.udp.UdpSessionRecord;
import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.contracts.uploads.UploadedCaptions;
import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One of each message and record that services, devices and viewers exchange. */
final class SampleMessages {
    private static final Day DAY = Day.parse("2026-11-21");
    private static final DeviceId DEVICE = new DeviceId("demo", "front-door");
    private static final StreamId STREAM = DEVICE.on(DAY);
    private static final CounterRanges RANGES = CounterRanges.of(new CounterRange(0, 99), new CounterRange(105, 105));
    private static final RunEnd END = new RunEnd(106, "input-end", true);
    private static final String ROOT = "0".repeat(64);
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123456Z");

    private SampleMessages() {}

    /** @param schema that it fits @param type that it is read as */
    record Sample(String schema, Class<?> type, Object message) {
        @Override
        public String toString() {
            return schema + " " + message.getClass().getSimpleName();
        }
    }

    static Stream<Sample> all() {
        return Stream.of(
                        Stream.of(
                                message("coverage-record", CoverageRecord.class, coverage()),
                                message(
                                        "coverage-record",
                                        CoverageRecord.class,
                                        new CoverageRecord.Watermark(3, 1234, 1_800_000_000_000L)),
                                message("segment-record", SegmentRecord.class, announced()),
                                message(
                                        "segment-record",
                                        SegmentRecord.class,
                                        new SegmentRecord.Deleted("a/b", STREAM, "retention-age", 1)),
                                message(
                                        "segment-record",
                                        SegmentRecord.class,
                                        new SegmentRecord.Sealed("a/manifest-0.json", STREAM, 0, ROOT, 7, 1, "7-0a")),
                                message(
                                        "segment-record",
                                        SegmentRecord.class,
                                        new SegmentRecord.Duplicate("a/b", STREAM, 1)),
                                message(
                                        "event-record",
                                        EventRecord.class,
                                        new EventRecord(STREAM, 1, 2, 3, 4, 5, "{\"type\":\"motion\"}")),
                                message(
                                        "presence-record",
                                        PresenceRecord.class,
                                        new PresenceRecord(
                                                DEVICE,
                                                "ingest-1",
                                                "s",
                                                true,
                                                1,
                                                2,
                                                "dayreel/0.1",
                                                List.of(new PresenceRecord.DeviceRun(DAY, 15_000, 1200)),
                                                250_000)),
                                message(
                                        "instance-record",
                                        InstanceRecord.class,
                                        new InstanceRecord.Report(
                                                "ingest-1",
                                                1,
                                                Optional.of("wss://ingest-1.example.com/v1/ingest"),
                                                "a",
                                                new InstanceRecord.Load(2_000, 64_000_000),
                                                new InstanceRecord.Load(3, 4),
                                                InstanceRecord.State.DRAINING,
                                                2)),
                                message(
                                        "instance-record",
                                        InstanceRecord.class,
                                        new InstanceRecord.Order("ingest-1", 1, "ingest-0", 2)),
                                message(
                                        "udp-session-record",
                                        UdpSessionRecord.class,
                                        new UdpSessionRecord("demo", "cam", "aes-128-gcm", 20_778, 1)),
                                message(
                                        "device-command",
                                        DeviceCommand.class,
                                        new DeviceCommand.Reconnect(DEVICE, "wss://other", 100)),
                                message(
                                        "device-command",
                                        DeviceCommand.class,
                                        new DeviceCommand.Resend(DEVICE, DAY, 1, RANGES, 500, "r1")),
                                message(
                                        "device-report",
                                        DeviceReport.class,
                                        new DeviceReport.Have(DEVICE, DAY, 1, RANGES, RANGES, "r1")),
                                message(
                                        "repair-wish",
                                        RepairWish.class,
                                        new RepairWish.Watched(DEVICE, "streamer-1", 1_800_000_000_000L)),
                                message(
                                        "repair-wish",
                                        RepairWish.class,
                                        new RepairWish.Resend(
                                                DEVICE, DAY, List.of(new RepairWish.WishedRun(1, RANGES)), "w1")),
                                message("completeness-record", CompletenessRecord.class, completeness()),
                                message("cut-record", CutRecord.class, started()),
                                message("cut-record", CutRecord.class, part()),
                                message(
                                        "cut-record",
                                        CutRecord.class,
                                        new CutRecord.Event(DEVICE, 7, 8, DAY, 1, 2, 3, 4_000_000, "motion")),
                                message("cut-record", CutRecord.class, new CutRecord.Ended(DEVICE, 7, 8))),
                        uploads(),
                        deviceMessages(),
                        viewerMessages())
                .flatMap(each -> each);
    }

    private static Stream<Sample> uploads() {
        UploadedPart.Track video = new UploadedPart.Track(
                0,
                "video",
                "avc1.4D4016",
                Optional.of("eng"),
                OptionalInt.of(768),
                OptionalInt.of(432),
                OptionalInt.empty(),
                OptionalInt.empty());
        UploadedPart part = new UploadedPart(
                2,
                ROOT,
                191_216,
                "matroska,webm",
                3_000_000,
                314,
                List.of(video),
                List.of("audio 2: frames cannot carry mp3"));
        UploadedCaptions captions = new UploadedCaptions(
                65_000, 96, "de-AT", Optional.of("Deutsch"), UploadedCaptions.Kind.CAPTIONS, ROOT, 2_000, 40);
        return Stream.of(
                message("upload-record", UploadRecord.class, new UploadRecord.Claimed(DEVICE, 2, "c", ROOT, 7)),
                message(
                        "upload-record",
                        UploadRecord.class,
                        new UploadRecord.Held(DEVICE, "c", part, Optional.of("key"), 8)),
                message("upload-record", UploadRecord.class, new UploadRecord.Released(DEVICE, 2, "c", 9)),
                message("upload-record", UploadRecord.class, new UploadRecord.Completed(DEVICE, 4, 10)),
                message(
                        "upload-record",
                        UploadRecord.class,
                        new UploadRecord.CaptionsClaimed(DEVICE, "c", 65_000, "de-AT", 96, 11)),
                message("upload-record", UploadRecord.class, new UploadRecord.CaptionsHeld(DEVICE, "c", captions, 12)));
    }

    private static CutSpan span() {
        return new CutSpan(CutSpan.Kind.MEDIA, DAY, 15_000, 10, 20, 1_000_000, 1_200_000, 3, 1, "0123abcd", RANGES);
    }

    private static CutRecord started() {
        return new CutRecord.Started(
                DEVICE,
                7,
                8,
                "streamer-1",
                4,
                List.of(new CutRecord.StartedRendition("v0", 200_000, 9, List.of(span()))));
    }

    private static CutRecord part() {
        return new CutRecord.Part(DEVICE, 7, 8, "streamer-1", "a1", 9, 2, true, false, span());
    }

    private static Stream<Sample> deviceMessages() {
        return Stream.of(
                message(
                        "device-message",
                        DeviceMessage.class,
                        new DeviceMessage.Hello(
                                "dayreel/0.1",
                                Level.ARCHIVED,
                                List.of(new DeviceMessage.AnnouncedRun(DAY, 1, 106, RANGES)))),
                message("device-message", DeviceMessage.class, new DeviceMessage.Have(DAY, 1, RANGES, RANGES, "r1")),
                message(
                        "server-message",
                        ServerMessage.class,
                        new ServerMessage.Welcome(
                                "s",
                                5 << 20,
                                64,
                                List.of(Level.RECEIVED, Level.ARCHIVED),
                                List.of(new ServerMessage.WelcomedRun(DAY, 1, false)))),
                message("server-message", ServerMessage.class, new ServerMessage.Ack(DAY, 1, RANGES, Level.REPLICATED)),
                message("server-message", ServerMessage.class, new ServerMessage.Resend(DAY, 1, RANGES, 500, "r1")),
                message("server-message", ServerMessage.class, new ServerMessage.Reconnect("", 10)),
                message("server-message", ServerMessage.class, new ServerMessage.ConfigRequest(0)),
                message("server-message", ServerMessage.class, ServerMessage.Error.of("bad-frame", "crc")));
    }

    private static Stream<Sample> viewerMessages() {
        return Stream.of(
                message("viewer-command", ViewerCommand.class, new ViewerCommand.Play()),
                message("viewer-command", ViewerCommand.class, new ViewerCommand.Pause()),
                message("viewer-command", ViewerCommand.class, new ViewerCommand.Seek(7, "start")),
                message("viewer-command", ViewerCommand.class, new ViewerCommand.Live(8)),
                message("viewer-command", ViewerCommand.class, new ViewerCommand.Rate("max")),
                message(
                        "viewer-message",
                        ViewerMessage.class,
                        new ViewerMessage.Welcome(
                                "front-door",
                                TIME,
                                Optional.of(new ViewerMessage.Recorded(TIME, TIME)),
                                true,
                                Optional.of(TIME))),
                message(
                        "viewer-message",
                        ViewerMessage.class,
                        new ViewerMessage.Configuration(
                                DAY,
                                1,
                                0,
                                1,
                                "video",
                                "avc1.64001f",
                                Optional.of(768),
                                Optional.of(432),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                new byte[] {1})),
                message(
                        "viewer-message",
                        ViewerMessage.class,
                        new ViewerMessage.Position(DAY, 1, 2, TIME, "archive", Optional.of(7L))),
                message(
                        "viewer-message",
                        ViewerMessage.class,
                        new ViewerMessage.Gap(TIME, TIME, Optional.of(DAY), Optional.of(1), RANGES, "missing")),
                message(
                        "viewer-message",
                        ViewerMessage.class,
                        new ViewerMessage.Skipped(DAY, 1, RANGES, "slow-viewer")),
                message("viewer-message", ViewerMessage.class, new ViewerMessage.Healed(DAY, 1, RANGES, TIME, TIME)),
                message("viewer-message", ViewerMessage.class, new ViewerMessage.Live()),
                message("viewer-message", ViewerMessage.class, new ViewerMessage.End("to")),
                message(
                        "viewer-message",
                        ViewerMessage.class,
                        new ViewerMessage.Error("unknown-device", "no frames are kept")));
    }

    private static CoverageRecord coverage() {
        return new CoverageRecord.Ranges(
                STREAM,
                List.of(new CoverageRecord.CoveredRun(1, RANGES, 10, 20, 101, 5000, Optional.of(END))),
                0,
                3,
                1234,
                List.of(new GoneFrames(DAY, 1, RANGES, "spool-full")));
    }

    private static CompletenessRecord completeness() {
        RunCompleteness run =
                new RunCompleteness(1, 300, 101, RANGES, List.of(new LostFrames(RANGES, "not-held")), true, false);
        return new CompletenessRecord(
                STREAM, CompletenessRecord.State.READY, 300, 101, 98, 101, List.of(run), 2_000, 7, 1_000);
    }

    private static SegmentRecord announced() {
        return new SegmentRecord.Announced(
                "demo/front-door/2026-11-21/00001-0000000000-0123456789abcdef.drs",
                STREAM,
                100,
                ROOT,
                101,
                List.of(new SegmentRecord.StoredRun(1, RANGES, 10, 20, Optional.of(END))),
                1,
                2,
                List.of(new SegmentRecord.StoredTrack(
                        0,
                        "video",
                        "H264",
                        101,
                        5000,
                        List.of(new SegmentRecord.ConfigurationReference(1, 1, Optional.of(3L))))),
                List.of(new SegmentRecord.StoredConfiguration(1, 0, 1, "{}", new byte[] {1, 2})),
                new byte[] {3},
                List.of(new SegmentRecord.FrameReference(1, 17)),
                List.of(new SegmentRecord.StoredEvent(1, 40, 15, 3, "{\"type\":\"motion\"}")),
                false,
                new SegmentRecord.SourceOffsets("id", 3, 100, 900),
                "size",
                "writer-1",
                3,
                List.of(ROOT));
    }

    private static Sample message(String schema, Class<?> type, Object message) {
        return new Sample(schema, type, message);
    }
}
