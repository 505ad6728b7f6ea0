package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.hls.PartCutter.LeaderSegment;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts the live stream of one device on behalf of this instance's viewers: looks at what comes in, writes the next cut
 * of each rendition, and goes on when a cut of that place was read back, its own or another instance's. While another
 * instance cuts, it only keeps up. One thread's at a time.
 */
final class DeviceCutter {
    private final DeviceId device;
    private final LiveLine line;
    private final CutterServices services;
    private final LiveFrames frames;
    private final long targetMicros;
    private final Map<Rendition, PartCutter> cutters = new HashMap<>();
    private final Map<Rendition, Pending> pending = new HashMap<>();
    private final Map<ConfigurationOfRun, String> tags = new HashMap<>();
    private FrameCursor cursor;
    private long gapNanos = System.nanoTime();
    private long snapshotNanos = System.nanoTime();

    /** A cut that was written and not read back yet. */
    private record Pending(long msn, int part, long sinceNanos) {}

    private record ConfigurationOfRun(Day day, int run, int track, int number) {}

    DeviceCutter(DeviceId device, LiveLine line, CutterServices services) {
        this.device = device;
        this.line = line;
        this.services = services;
        this.frames = new LiveFrames(line.renditionNames());
        this.targetMicros = line.targetSeconds() * 1_000_000L;
        for (Rendition rendition : line.renditionNames()) {
            long part = line.look(rendition, LiveRendition::partTargetMicros);
            cutters.put(rendition, new PartCutter(rendition.isVideo(), part, targetMicros));
        }
    }

    LiveLine line() {
        return line;
    }

    /** Does what there is to do. */
    void step() {
        if (line.isEnded()) {
            return;
        }
        if (cursor == null) {
            cursor = open().orElse(null);
        }
        if (cursor == null) {
            return;
        }
        frames.read(cursor);
        frames.takeEvents().forEach(this::tell);
        if (isCutElsewhere()) {
            return;
        }
        List<Rendition> renditions = line.renditionNames();
        Rendition leader = renditions.get(0);
        propose(leader, leader);
        renditions.stream().skip(1).forEach(each -> propose(each, leader));
        mark(leader);
    }

    /**
     * From where the first of the renditions goes on, since not all are listed equally far, or from the newest key frame
     * if the tail does not reach that far back.
     */
    private Optional<FrameCursor> open() {
        Optional<CutSpan> leader = line.look(line.renditionNames().get(0), LiveRendition::lastSpan);
        Optional<Landing> landing = leader.filter(span -> span.kind() == CutSpan.Kind.MEDIA)
                .flatMap(span -> services.index()
                        .runStart(device.on(span.day()), span.run())
                        .map(start -> Landing.at(
                                new TimelinePosition(span.day(), span.run(), firstUncut(span, lastOfAll())),
                                start,
                                true)))
                .or(() -> services.seeker().live(device));
        return landing.map(this::open);
    }

    private List<CutSpan> lastOfAll() {
        return line.renditionNames().stream()
                .flatMap(each -> line.look(each, LiveRendition::lastSpan).stream())
                .toList();
    }

    /**
     * The smallest counter at which a rendition goes on that is listed in the leader's run.
     *
     * @param leader what is listed last of it, which is media
     * @param lastOfAll what is listed last of each rendition
     */
    static long firstUncut(CutSpan leader, List<CutSpan> lastOfAll) {
        return lastOfAll.stream()
                .filter(span -> span.kind() == CutSpan.Kind.MEDIA
                        && span.day().equals(leader.day())
                        && span.run() == leader.run())
                .mapToLong(CutSpan::next)
                .min()
                .orElse(leader.next());
    }

    private FrameCursor open(Landing landing) {
        return services.timeline().open(device, landing, Long.MAX_VALUE);
    }

    private void tell(LiveFrames.SeenEvent event) {
        services.log()
                .write(new CutRecord.Event(
                        device,
                        line.number(),
                        services.nowMillis(),
                        event.day(),
                        event.run(),
                        event.counter(),
                        event.track(),
                        event.timeMicros(),
                        event.type()));
    }

    private boolean isCutElsewhere() {
        return !line.cutter().equals(services.instance())
                && System.nanoTime() - line.lastCutNanos() < LineRules.TAKE_OVER.toNanos();
    }

    private void propose(Rendition rendition, Rendition leader) {
        CutPlace place = line.look(rendition, CutPlace::of);
        Pending waiting = pending.get(rendition);
        boolean open = waiting != null
                && waiting.msn() >= place.msn()
                && (waiting.msn() > place.msn() || waiting.part() >= place.parts());
        if (open && System.nanoTime() - waiting.sinceNanos() < LineRules.READ_BACK.toNanos()) {
            return;
        }
        List<CutFrame> uncut = frames.from(rendition, place);
        PartCutter cutter = cutters.get(rendition);
        Optional<Cut> cut = rendition.equals(leader)
                ? lead(cutter, place, uncut, rendition)
                : cutter.follow(place, uncut, leaderOf(leader));
        cut.ifPresent(found -> tag(rendition, found).ifPresent(tag -> write(rendition, found, tag)));
    }

    private Optional<Cut> lead(PartCutter cutter, CutPlace place, List<CutFrame> uncut, Rendition leader) {
        boolean quiet = frames.quietMicros(leader) >= targetMicros;
        Optional<Cut> cut = cutter.lead(place, uncut, frames.gopMicros(leader), quiet || frames.isRunEnded());
        return cut.isEmpty() && quiet && !frames.isRunEnded() ? gap(place) : cut;
    }

    /**
     * A device that says nothing leaves a gap, a segment's length at a time, so that players keep asking; so does a main
     * stream while others go on.
     */
    private Optional<Cut> gap(CutPlace place) {
        boolean goesOn =
                place.last().filter(span -> span.kind() == CutSpan.Kind.GAP).isPresent();
        long sinceGapMicros = (System.nanoTime() - gapNanos) / 1_000;
        boolean othersGoOn = place.last()
                .filter(span -> isAhead(frames.newestMicros(), span, targetMicros))
                .isPresent();
        if (place.last().isEmpty() || goesOn && !othersGoOn && sinceGapMicros < targetMicros) {
            return Optional.empty();
        }
        gapNanos = System.nanoTime();
        CutSpan last = place.last().get();
        CutFrame at =
                new CutFrame(last.day(), last.run(), last.next(), last.endMicros(), 0, true, last.configuration());
        return Optional.of(new Cut(
                CutSpan.Kind.GAP,
                place.parts() > 0 ? place.msn() + 1 : place.msn(),
                0,
                true,
                false,
                at,
                at.counter() + 1,
                last.endMicros(),
                last.endMicros() + targetMicros,
                goesOn ? last.epoch() : last.epoch() + 1));
    }

    /**
     * Whether what was read goes on a target duration behind what is listed last.
     *
     * @param newestMicros the smallest long before the first frame
     */
    static boolean isAhead(long newestMicros, CutSpan last, long targetMicros) {
        return newestMicros >= last.endMicros() + targetMicros;
    }

    private PartCutter.Leader leaderOf(Rendition leader) {
        return new PartCutter.Leader() {
            @Override
            public long openMsn() {
                return line.look(leader, LiveRendition::openMsn);
            }

            @Override
            public long listedToMicros() {
                return line.look(leader, LiveRendition::lastSpan)
                        .map(CutSpan::endMicros)
                        .orElse(Long.MIN_VALUE);
            }

            @Override
            public boolean isSilent() {
                return frames.quietMicros() > targetMicros;
            }

            @Override
            public Optional<LeaderSegment> segment(long msn) {
                return line.look(leader, each -> {
                    if (msn == each.openMsn() && !each.open().isEmpty()) {
                        CutSpan first = each.open().get(0).span();
                        return Optional.of(new LeaderSegment(first.startMicros(), Optional.empty(), first.epoch()));
                    }
                    return each.segment(msn)
                            .map(LiveSegment::span)
                            .map(span ->
                                    new LeaderSegment(span.startMicros(), Optional.of(span.endMicros()), span.epoch()));
                });
            }
        };
    }

    private void write(Rendition rendition, Cut cut, String tag) {
        pending.put(rendition, new Pending(cut.msn(), cut.part(), System.nanoTime()));
        services.log()
                .write(new CutRecord.Part(
                        device,
                        line.number(),
                        services.nowMillis(),
                        services.instance(),
                        rendition.toString(),
                        cut.msn(),
                        cut.part(),
                        cut.closes(),
                        cut.independent(),
                        cut.span(tag, frames.missing(cut))));
    }

    /**
     * Of the configuration that a cut needs. Empty while that is not known: it may still be on its way, and what were
     * listed without an init segment could never be played.
     */
    private Optional<String> tag(Rendition rendition, Cut cut) {
        CutFrame first = cut.first();
        ConfigurationOfRun key =
                new ConfigurationOfRun(first.day(), first.run(), rendition.track(), first.configuration());
        Optional<String> known = Optional.ofNullable(tags.get(key));
        if (known.isPresent()) {
            return known;
        }
        Optional<String> found = services.index()
                .configuration(device.on(key.day()), key.run(), key.track(), key.number())
                .map(ConfigurationStart::tag);
        found.ifPresent(tag -> tags.put(key, tag));
        return cut.kind() == CutSpan.Kind.GAP ? found.or(() -> Optional.of("")) : found;
    }

    /** Says the line again for instances that know nothing of it, and its end when the recording has ended. */
    private void mark(Rendition leader) {
        long now = System.nanoTime();
        if (now - snapshotNanos > LineRules.SNAPSHOT.toNanos()) {
            snapshotNanos = now;
            services.log().write(line.snapshot(services.nowMillis(), services.instance()));
        }
        CutPlace place = line.look(leader, CutPlace::of);
        boolean over = frames.isRunEnded()
                && frames.from(leader, place).isEmpty()
                && frames.quietMicros() > LineRules.OVER.toNanos() / 1_000;
        if (over) {
            services.log().write(new CutRecord.Ended(device, line.number(), services.nowMillis()));
        }
    }

    void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
