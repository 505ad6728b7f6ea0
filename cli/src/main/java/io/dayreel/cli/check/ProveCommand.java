package io.dayreel.cli.check;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.protocol.manifest.DayFiles;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayManifest.StoredRun;
import io.dayreel.protocol.manifest.DayVerification;
import io.dayreel.protocol.manifest.ExcerptProof;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.SegmentExcerpt;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.PicocliException;
import picocli.CommandLine.Spec;

/** Takes frames out of a sealed day together with the proof that they are frames of it. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        header = "Take frames out of a sealed day, with the proof that they belong to it.",
        description = {
            "",
            "Writes the frames of a time range into FILE, and into FILE.proof the day's signed manifest with the hashes"
                    + " that lead from these frames to it. Both together can be checked by anybody who has the public key,"
                    + " without the rest of the day: dayreel verify FILE --proof FILE.proof --public-key KEY.",
            "",
            "Reads no more of a segment than its footer and the frames, with at most 63 on either side. Needs no server.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dayreel prove data/objects/home/yard/2026-11-20 --from 2026-11-20T10:00:00Z --to 2026-11-20T10:01:00Z"
                    + " --output minute.frames",
            "  dayreel prove --store s3://video --prefix home/yard/2026-11-20 --output day.frames"
        })
public final class ProveCommand implements Callable<Integer> {
    private static final int READ_BYTES = 4 << 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Terminal terminal;

    @Mixin
    private StoreOptions storeOptions;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Directory with the objects of the day.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "With --store: the day, as tenant/device/day.")
    private String prefix;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First capture time (default: the day's first). Not of uploaded videos.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Capture time to end before (default: the day's end).")
    private Optional<String> to = Optional.empty();

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "Where the frames go.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        if (directory.isPresent() == storeOptions.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "give either a day's directory or a store with --store LOCATION");
        }
        if (directory.isPresent()) {
            prove(new DirectoryDay(directory.get()));
            return 0;
        }
        try (ObjectStore store = storeOptions.open()) {
            prove(storedDay(store));
        }
        return 0;
    }

    private DayFiles storedDay(ObjectStore store) throws IOException {
        String day = prefix.endsWith("/") ? prefix : prefix + "/";
        SortedMap<String, Long> sizes = new TreeMap<>();
        for (ObjectSummary object : store.listAll(day)) {
            sizes.put(object.key().substring(day.length()), object.size());
        }
        return new StoredDay(store, day, sizes);
    }

    private void prove(DayFiles day) throws IOException {
        SignedManifest signed = DayVerification.newestManifest(day)
                .orElseThrow(() -> new IOException("the day is not sealed: there is no manifest of it"
                        + " (dayreel verify tells what can be said of it)"));
        if (!signed.manifest().stream().day().isCalendarDay() && (from.isPresent() || to.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "each part of an uploaded video begins at 0, so that a range would be one of every part:"
                            + " leave --from and --to out");
        }
        long first = micros("--from", from, Long.MIN_VALUE);
        long end = micros("--to", to, Long.MAX_VALUE);
        List<ExcerptProof.Part> parts = new ArrayList<>();
        try (OutputStream frames = Files.newOutputStream(output)) {
            for (SealedSegment segment : signed.manifest().segments()) {
                if (mayHold(segment, first, end)) {
                    copy(day, segment, first, end, frames).ifPresent(parts::add);
                }
            }
        }
        ExcerptProof proof = new ExcerptProof(signed, parts);
        Path proofFile = output.resolveSibling(output.getFileName() + ".proof");
        Files.write(proofFile, proof.bytes());
        DayManifest manifest = signed.manifest();
        terminal.result(
                proof.frames() + " frames of " + manifest.stream() + " in " + output + ", proof in " + proofFile
                        + "; manifest " + manifest.number() + " of " + manifest.sealed(),
                Map.of(
                        "frames", proof.frames(),
                        "stream", manifest.stream().toString(),
                        "proof", proofFile.toString(),
                        "manifest", signed.hash().hex()));
    }

    private static boolean mayHold(SealedSegment segment, long first, long end) {
        return segment.runs().isEmpty() || segment.runs().stream().anyMatch(run -> overlaps(run, first, end));
    }

    private static boolean overlaps(StoredRun run, long first, long end) {
        return run.lastTimeMicros() >= first && run.firstTimeMicros() < end;
    }

    private static Optional<ExcerptProof.Part> copy(
            DayFiles day, SealedSegment segment, long first, long end, OutputStream frames) throws IOException {
        try (ByteSource source = day.open(segment.name())) {
            Optional<SegmentExcerpt> excerpt = SegmentExcerpt.of(
                    source, segment.root(), entry -> entry.timeMicros() >= first && entry.timeMicros() < end);
            if (excerpt.isPresent()) {
                for (ByteRange range : joined(excerpt.get().frames())) {
                    ByteBuffer some = source.read(range.offset(), (int) range.length());
                    byte[] bytes = new byte[some.remaining()];
                    some.get(bytes);
                    frames.write(bytes);
                }
            }
            return excerpt.map(ExcerptProof.Part::of);
        }
    }

    /** Frames that lie one behind the other are read together. */
    private static List<ByteRange> joined(List<ByteRange> frames) {
        List<ByteRange> joined = new ArrayList<>();
        ByteRange last = frames.get(0);
        for (ByteRange frame : frames.subList(1, frames.size())) {
            long length = frame.end() - last.offset();
            if (last.end() == frame.offset() && length <= READ_BYTES) {
                last = new ByteRange(last.offset(), length);
            } else {
                joined.add(last);
                last = frame;
            }
        }
        joined.add(last);
        return joined;
    }

    private long micros(String option, Optional<String> text, long otherwise) {
        try {
            return text.map(time -> ChronoUnit.MICROS.between(Instant.EPOCH, Quantities.instant(option, time)))
                    .orElse(otherwise);
        } catch (PicocliException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
