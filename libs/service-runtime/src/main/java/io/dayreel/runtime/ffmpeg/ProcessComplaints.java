package io.dayreel.runtime.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a process writes to its standard error: the first {@value #LINES} lines, which name the cause; the rest is read
 * and dropped, so that the process goes on. Thread-safe.
 */
final class ProcessComplaints implements Runnable {
    private static final int LINES = 40;
    private static final int LINE_CHARACTERS = 300;

    /** Who speaks: {@code [mov,mp4 @ 0x55…] }, {@code [in#0 @ 0x…] }. */
    private static final Pattern PREFIX = Pattern.compile("^(\\[[^\\]]* @ 0x[0-9a-f]+\\] )+");

    private final InputStream stream;
    private final List<String> lines = new ArrayList<>();

    ProcessComplaints(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public void run() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
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
        } catch (IOException e) {
            keep("standard error closed: " + e.getMessage());
        }
    }

    private synchronized void keep(String line) {
        if (!line.isBlank() && lines.size() < LINES) {
            lines.add(line.strip());
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** A line without its speaker, whose address is another each time. */
    static String spoken(String line) {
        return PREFIX.matcher(line).replaceFirst("");
    }
}
