package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.ingest.upload.ProbedPart.ProbedStream;
import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.media.MediaFormatException;
import io.dayreel.media.text.Cue;
import io.dayreel.media.text.CueFile;
import io.dayreel.media.text.CueFormatException;
import io.dayreel.runtime.ffmpeg.FfmpegException;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.runtime.ffmpeg.FfmpegPool.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes a part apart with ffmpeg: every packet of its pictures and sounds becomes a frame, not re-encoded. A part that
 * ffmpeg complains of is refused as a whole, so that nothing of it is stored. Thread-safe; blocks.
 */
final class PartDemux {
    /** Later times of ffmpeg's output, so that what begins below zero keeps its distance to the rest. */
    static final long OFFSET_SECONDS = 3600;

    private static final int FIRST_TEXT = 64;
    private static final int MAX_TEXTS = 32;

    /** Complaints that mean that bytes of the part are missing or wrong; others are of its own bookkeeping. */
    private static final Pattern DAMAGE = Pattern.compile(
            "invalid|partial file|prematurely|corrupt|truncat|missing picture|damaged|error reading|exceeds",
            Pattern.CASE_INSENSITIVE);

    private final FfmpegPool ffmpeg;
    private final PartProbe probe;
    private final Scratch scratch;

    PartDemux(FfmpegPool ffmpeg, Scratch scratch) {
        this.ffmpeg = ffmpeg;
        this.probe = new PartProbe(ffmpeg);
        this.scratch = scratch;
    }

    /** @throws UploadRefused MALFORMED with what ffmpeg found, BUSY, NO_FFMPEG */
    DemuxedPart demux(ReceivedPart part) throws UploadRefused, IOException, InterruptedException {
        try {
            ProbedPart probed = probe.probe(part.file().path());
            return demux(part, probed);
        } catch (FfmpegException e) {
            throw refusal(e, part);
        } catch (MediaFormatException e) {
            throw new UploadRefused(Reason.MALFORMED, "what ffmpeg made of the part: " + e.getMessage(), e);
        }
    }

    private static UploadRefused refusal(FfmpegException failure, ReceivedPart part) {
        return switch (failure.reason()) {
            case MISSING ->
                new UploadRefused(
                        Reason.NO_FFMPEG,
                        failure.getMessage() + ": install ffmpeg or name it in dayreel.ingest.upload.ffmpeg",
                        failure);
            case BUSY -> new UploadRefused(Reason.BUSY, failure.getMessage() + ": send it again", failure);
            case REFUSED, TOO_SLOW, TOO_LARGE, CRASHED ->
                new UploadRefused(
                        Reason.MALFORMED,
                        "ffmpeg cannot read this part: " + withoutPath(failure.getMessage(), part),
                        failure);
        };
    }

    /** Where parts lie here is nobody's business. */
    private static String withoutPath(String said, ReceivedPart part) {
        String path = part.file().path().toAbsolutePath().toString();
        return said.replace("file:" + path + ": ", "")
                .replace("file:" + path, "it")
                .replace(path, "it");
    }

    private DemuxedPart demux(ReceivedPart part, ProbedPart probed)
            throws UploadRefused, FfmpegException, IOException, InterruptedException {
        List<ProbedStream> carried = new ArrayList<>();
        probed.streams().stream().filter(ProbedStream::isVideo).forEach(carried::add);
        probed.streams().stream().filter(ProbedStream::isAudio).forEach(carried::add);
        List<String> leftOut = probed.streams().stream()
                .flatMap(stream -> stream.leftOut().stream())
                .toList();
        if (carried.isEmpty()) {
            throw new UploadRefused(
                    Reason.MALFORMED,
                    leftOut.isEmpty() ? "there are no pictures and no sound in it" : String.join("; ", leftOut));
        }
        ScratchFile frames = scratch.file("frames");
        try {
            PartFrames found = run(part, probed, carried, frames);
            return new DemuxedPart(facts(part, probed, found, leftOut), frames);
        } catch (UploadRefused | FfmpegException | IOException | InterruptedException | RuntimeException e) {
            frames.close();
            throw e;
        }
    }

    private PartFrames run(ReceivedPart part, ProbedPart probed, List<ProbedStream> carried, ScratchFile frames)
            throws UploadRefused, FfmpegException, IOException, InterruptedException {
        try (RunFile run = new RunFile(part.id().number(), frames)) {
            PartFrames found = new PartFrames(carried, texts(part, probed), run);
            FfmpegPool.Outcome<Optional<UploadRefused>> outcome =
                    ffmpeg.run(Program.FFMPEG, arguments(part.file().path(), probed, carried), found::readAll);
            if (outcome.value().isPresent()) {
                throw outcome.value().get();
            }
            List<String> complaints = outcome.complaints().stream()
                    .filter(line -> DAMAGE.matcher(line).find())
                    .toList();
            if (!complaints.isEmpty()) {
                throw new UploadRefused(
                        Reason.MALFORMED, "ffmpeg found damage in this part: " + withoutPath(complaints.get(0), part));
            }
            return found;
        }
    }

    /** Each track of captions with an ffmpeg of its own: there are few, and one that fails says of which it is. */
    private List<PartText> texts(ReceivedPart part, ProbedPart probed)
            throws UploadRefused, FfmpegException, IOException, InterruptedException {
        List<PartText> texts = new ArrayList<>();
        for (ProbedStream stream : probed.streams()) {
            if (stream.isText() && texts.size() < MAX_TEXTS) {
                List<String> arguments =
                        new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-xerror"));
                arguments.addAll(PartProbe.input(part.file().path()));
                arguments.addAll(List.of("-map", "0:" + stream.index(), "-f", "webvtt", "pipe:1"));
                byte[] webVtt = ffmpeg.run(
                                Program.FFMPEG, arguments, output -> output.readNBytes(CueFile.MAX_BYTES + 1))
                        .value();
                texts.add(new PartText(FIRST_TEXT + texts.size(), stream.language(), cues(stream, webVtt)));
            }
        }
        return texts;
    }

    private static List<Cue> cues(ProbedStream stream, byte[] webVtt) throws UploadRefused {
        try {
            return CueFile.read(webVtt);
        } catch (CueFormatException e) {
            throw new UploadRefused(
                    Reason.MALFORMED, "captions " + stream.index() + ", as ffmpeg gives them: " + e.getMessage(), e);
        }
    }

    private static UploadedPart facts(ReceivedPart part, ProbedPart probed, PartFrames found, List<String> leftOut) {
        return new UploadedPart(
                part.id().number(),
                part.sha256(),
                part.bytes(),
                probed.format().name().toLowerCase(Locale.ROOT),
                found.durationMicros(),
                found.frames(),
                found.facts(),
                leftOut);
    }

    /**
     * A fragment for each sample (frag_every_frame would do the same but gives wrong times with two tracks), times
     * absolute and without edit list. AAC in transport streams has a header on each unit, which becomes its
     * configuration.
     */
    private static List<String> arguments(Path part, ProbedPart probed, List<ProbedStream> carried) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-xerror"));
        arguments.addAll(PartProbe.input(part));
        carried.forEach(stream -> arguments.addAll(List.of("-map", "0:" + stream.index())));
        arguments.addAll(List.of("-c", "copy"));
        boolean headers = false;
        for (int i = 0; i < carried.size(); i++) {
            if (probed.format().isTransportStream() && carried.get(i).codec().equals("aac")) {
                arguments.addAll(List.of("-bsf:" + i, "aac_adtstoasc"));
                headers = true;
            }
        }
        arguments.addAll(List.of(
                "-avoid_negative_ts",
                "disabled",
                "-output_ts_offset",
                String.valueOf(OFFSET_SECONDS),
                "-max_interleave_delta",
                "0",
                "-use_editlist",
                "0",
                "-frag_duration",
                "1",
                "-movflags",
                (headers ? "delay_moov" : "empty_moov") + "+default_base_moof+skip_trailer+frag_discont",
                "-f",
                "mp4",
                "pipe:1"));
        return arguments;
    }
}
