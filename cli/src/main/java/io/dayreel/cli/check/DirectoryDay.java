package io.dayreel.cli.check;

import io.dayreel.protocol.manifest.DayFiles;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.FileByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A day's objects copied into a directory, under their own names. */
record DirectoryDay(Path directory) implements DayFiles {
    @Override
    public SortedMap<String, Long> sizes() throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(file.getFileName().toString(), Files.size(file));
            }
        }
        return sizes;
    }

    @Override
    public ByteSource open(String name) throws IOException {
        return new FileByteSource(directory.resolve(name));
    }
}
