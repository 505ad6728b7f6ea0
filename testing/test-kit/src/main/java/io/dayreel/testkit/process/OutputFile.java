package io.dayreel.testkit.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads what a process has written so far. A file that cannot be read reads as empty: it only serves messages. */
final class OutputFile {
    private static final int TAIL_BYTES = 64 * 1024;

    private OutputFile() {}

    static String from(Path file, long offset) {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile source = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.min(offset, source.length());
            byte[] bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8, source.length() - start)];
            source.seek(start);
            source.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    static String tail(Path file, int lines) {
        List<String> all = from(file, Math.max(0, file.toFile().length() - TAIL_BYTES))
                .lines()
                .toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
