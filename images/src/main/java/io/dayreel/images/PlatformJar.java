package io.dayreel.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Leaves out of a jar what other platforms need: RocksDB's alone carries 60 MB of native libraries for machines that an
 * image of linux/amd64 never meets. The rest keeps its order and bytes, so that the same jar gives the same file.
 */
final class PlatformJar {
    private static final Pattern NATIVE = Pattern.compile("(?i).*\\.(so|dll|dylib|jnilib|a)");
    /** Names by which libraries mark natives for anything but glibc on x86-64. What none of them fits stays. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("aarch|arm|ppc|s390|riscv|loong|mips|sparc|i[36]86|x86(?!_64)"
                    + "|linux-?32|win|darwin|mac|osx|bsd|aix|sunos|solaris|android|musl|\\.(dll|dylib|jnilib)$");

    private static final FileTime FIXED = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

    private PlatformJar() {}

    /** Returns the jar itself if there is nothing to leave out or it is signed, else a smaller one in {@code directory}. */
    static Path of(Path jar, Path directory) throws IOException {
        try (ZipFile original = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(original.entries());
            boolean signed = entries.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]+\\.SF"));
            if (signed || entries.stream().noneMatch(entry -> isForElsewhere(entry.getName()))) {
                return jar;
            }
            Path smaller = Files.createDirectories(directory).resolve(jar.getFileName());
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(smaller))) {
                for (ZipEntry entry : entries) {
                    if (!isForElsewhere(entry.getName())) {
                        copy(original, entry, out);
                    }
                }
            }
            return smaller;
        }
    }

    static boolean isForElsewhere(String entry) {
        return NATIVE.matcher(entry).matches()
                && ELSEWHERE.matcher(entry.toLowerCase(Locale.ROOT)).find();
    }

    private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
        ZipEntry same = new ZipEntry(entry.getName());
        same.setLastModifiedTime(FIXED);
        to.putNextEntry(same);
        try (InputStream content = from.getInputStream(entry)) {
            content.transferTo(to);
        }
        to.closeEntry();
    }
}
