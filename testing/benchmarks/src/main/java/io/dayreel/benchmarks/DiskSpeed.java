package io.dayreel.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How fast the disk takes a large file, which bounds everything that is durable. */
final class DiskSpeed {
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 1000;

    private DiskSpeed() {}

    /** Writes 1 GB and forces it. */
    static double megabytesPerSecond(Path directory) throws IOException {
        Path file = directory.resolve("disk-speed");
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        long begin = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < BLOCKS; i++) {
                block.clear();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
            }
            channel.force(true);
            return BLOCKS * (double) BLOCK / 1e6 / ((System.nanoTime() - begin) / 1e9);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
