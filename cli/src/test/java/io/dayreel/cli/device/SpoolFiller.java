package io.dayreel.cli.device;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.nio.file.Path;

/** Fills a spool until it is killed, and says after each frame that it is in. */
final class SpoolFiller {
    private SpoolFiller() {}

    public static void main(String... arguments) throws IOException {
        RunId run = new RunId(Day.parse("2026-11-21"), 18_000);
        try (DeviceSpool spool = DeviceSpool.open(Path.of(arguments[0]), 1L << 30)) {
            for (long counter = 0; counter < 1_000_000; counter++) {
                CapturedFrame captured = Captures.bytes(1_795_255_200_000_000L + counter, 500);
                spool.append(new NumberedFrame(run, counter, captured.header(), captured.body()));
                System.out.println(counter);
            }
        }
    }
}
