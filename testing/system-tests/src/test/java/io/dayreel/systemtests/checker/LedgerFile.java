package io.dayreel.systemtests.checker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a device's ledger says at this moment: the hash of every frame that it ever sent, and what was acknowledged.
 *
 * @param acknowledged at any level
 * @param archived acknowledged as archived
 */
public record LedgerFile(
        String tenant, String device, Map<FrameKey, String> sent, Set<FrameKey> acknowledged, Set<FrameKey> archived) {

    /** Every ledger of a directory, by device. */
    public static List<LedgerFile> readAll(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".ledger"))
                    .sorted()
                    .map(LedgerFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no ledgers in " + directory, e);
        }
    }

    static LedgerFile read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            // A line that is just being written is none yet.
            return parse(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static LedgerFile parse(List<String> lines) {
        Map<FrameKey, String> sent = new HashMap<>();
        Set<FrameKey> acknowledged = new HashSet<>();
        Set<FrameKey> archived = new HashSet<>();
        String[] stream = lines.get(0).split(" ", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("frame")) {
                sent.put(
                        new FrameKey(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3])),
                        words[4]);
            } else {
                List<FrameKey> keys = keys(Integer.parseInt(words[2]), Integer.parseInt(words[3]), words[4]);
                acknowledged.addAll(keys);
                if (words[1].equals("archived")) {
                    archived.addAll(keys);
                }
            }
        }
        return new LedgerFile(stream[1], stream[2], sent, acknowledged, archived);
    }

    private static List<FrameKey> keys(int day, int run, String ranges) {
        List<FrameKey> keys = new ArrayList<>();
        for (String range : ranges.split(",", -1)) {
            String[] ends = range.split("-", 2);
            for (long counter = Long.parseLong(ends[0]); counter <= Long.parseLong(ends[1]); counter++) {
                keys.add(new FrameKey(day, run, counter));
            }
        }
        return keys;
    }
}
