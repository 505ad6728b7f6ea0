package io.dayreel.cli.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Reads a process's standard error on its own thread until it ends, and keeps the last {@value #LINES} lines; older
 * ones are dropped.
 */
public final class ProcessLog {

    private static final int LINES = 40;
    private static final int LINE_CHARACTERS = 500;
    private static final long END_WAIT_MILLIS = 2000;

    private final Deque<String> lines = new ArrayDeque<>(LINES);
    private final Thread thread;

    /** @param stream read to its end */
    public ProcessLog(InputStream stream) {
        thread = new Thread(() -> read(stream), "dayreel-cli-ffmpeg-log");
        thread.setDaemon(true);
        thread.start();
    }

    /** What there is once the process has ended; waits for it a moment. */
    public List<String> atEnd() throws InterruptedException {
        thread.join(END_WAIT_MILLIS);
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The last line that names a cause, without ffmpeg's prefixes. */
    public static String cause(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i).replaceFirst("^(\\[[^]]*\\] )+", "").strip();
            if (!line.isEmpty() && !line.startsWith("Conversion failed") && !line.startsWith("Last message repeated")) {
                return line.replaceFirst("^Error opening (input|output)( files?)?: ", "");
            }
        }
        return "ffmpeg gave no reason";
    }

    private void read(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n' || c == '\r') {
                    keep(line.toString());
                    line.setLength(0);
                } else if (line.length() < LINE_CHARACTERS) {
                    line.append((char) c);
                }
            }
            keep(line.toString());
        } catch (IOException ended) {
            keep("standard error closed: " + ended.getMessage());
        }
    }

    private void keep(String line) {
        if (line.isBlank()) {
            return;
        }
        synchronized (lines) {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }
}
