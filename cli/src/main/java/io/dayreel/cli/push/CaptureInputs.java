package io.dayreel.cli.push;

import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.FfmpegInput;
import io.dayreel.cli.source.FfmpegProgram;
import io.dayreel.cli.source.FfmpegSource;
import io.dayreel.cli.source.SourceListener;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The streams of one camera: all of them cameras, or all files that begin at the same time.
 *
 * @param main its sound is the device's
 * @param subs the same pictures in other qualities
 * @param paced whether files are held to the pace of capture
 */
record CaptureInputs(FfmpegInput main, List<FfmpegInput> subs, boolean paced) {

    CaptureInputs {
        subs = List.copyOf(subs);
        if (subs.stream().anyMatch(sub -> sub.live() != main.live())) {
            throw new IllegalArgumentException("a camera and a file have no time in common");
        }
    }

    boolean live() {
        return main.live();
    }

    /** Capture time of a file's media time zero; a camera has its own. */
    Optional<Instant> start() {
        return main.start();
    }

    /** Opens them, each with an ffmpeg of its own. */
    List<CaptureSource> open(InstantSource clock, PushNotes notes) throws IOException {
        FfmpegProgram program = FfmpegProgram.locate(System.getenv());
        List<CaptureSource> sources = new ArrayList<>();
        SourceListener mainNotes = subs.isEmpty() ? notes : notes.of("the main stream");
        sources.add(new FfmpegSource(program, main, clock, mainNotes));
        for (FfmpegInput sub : subs) {
            String name = "the sub stream" + (subs.size() == 1 ? "" : " " + (subs.indexOf(sub) + 1));
            sources.add(new FfmpegSource(program, sub, clock, notes.of(name)));
        }
        return sources;
    }
}
