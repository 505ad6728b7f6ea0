package io.dayreel.cli.check;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.FileByteSource;
import io.dayreel.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is in a file. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        header = "Say what a file of frames or a segment holds.",
        description = {
            "",
            "Counts frames, runs, tracks and key frames. A torn or damaged file is scanned for what can be read of it; the"
                    + " bytes that cannot are named.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dayreel inspect five.frames",
            "  dayreel inspect home/yard/2026-11-21/18000-0000000000-3f2a….drs --store s3://video"
        })
public final class InspectCommand implements Callable<Integer> {
    @Mixin
    private Terminal terminal;

    @Mixin
    private StoreOptions storeOptions;

    @Parameters(paramLabel = "FILE|KEY", arity = "1..*", description = "Files, or object keys with --store.")
    private List<String> names;

    @Override
    public Integer call() throws IOException {
        boolean damaged = false;
        if (storeOptions.isGiven()) {
            try (ObjectStore store = storeOptions.open()) {
                for (String name : names) {
                    damaged |= show(name, new ObjectSource(store, name));
                }
            }
        } else {
            for (String name : names) {
                try (FileByteSource source = VerifyCommand.file(Path.of(name))) {
                    damaged |= show(name, source);
                }
            }
        }
        return damaged ? 1 : 0;
    }

    /** @return whether something could not be read */
    private boolean show(String name, ByteSource source) throws IOException {
        Inspection.Report report = Inspection.of(name, source);
        terminal.result(text(report), report);
        return report.skippedBytes() > 0;
    }

    private static String text(Inspection.Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.name() + ": " + report.kind()
                + report.stream().map(stream -> " of " + stream).orElse("") + ", " + Quantities.shown(report.bytes())
                + ", " + report.frames() + " frames");
        report.root().ifPresent(root -> lines.add("  root " + root));
        report.runs()
                .forEach(run -> lines.add("  run " + run.day() + "/" + run.run() + ": frames " + run.ranges() + ", "
                        + run.first() + " to " + run.last() + (run.ended() ? ", ended" : ", end not in here")));
        report.tracks()
                .forEach(track -> lines.add(String.format(
                        Locale.ROOT,
                        "  track %d %s %s: %d frames, %d key frames, %s",
                        track.track(),
                        track.type(),
                        track.codec(),
                        track.frames(),
                        track.keyFrames(),
                        Quantities.shown(track.bytes()))));
        if (report.skippedBytes() > 0) {
            lines.add("  DAMAGED: " + report.skippedBytes() + " bytes belong to no frame: "
                    + String.join(", ", report.damage()));
        }
        return String.join("\n", lines);
    }
}
