package io.dayreel.systemtests.faults;

import io.dayreel.testkit.disk.SmallDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody fills the disk on which a writer builds its segments. */
record FullDisk(String who, SmallDisk disk) implements Fault {
    @Override
    public String name() {
        return "full spool disk of " + who;
    }

    @Override
    public void inject() {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return; // which is what was wanted
        }
    }

    @Override
    public void heal() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return disk.directory().resolve("ballast");
    }
}
