package io.dayreel.testkit.disk;

import io.dayreel.testkit.abort.Untested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own and of a chosen size, in memory, for tests of a disk that is full or another one. Mounting
 * takes root (or sudo that asks for nothing); where it is refused the test is aborted, and that is said loudly, so that
 * nobody takes it for passed. The owner closes it, which unmounts.
 */
public final class SmallDisk implements AutoCloseable {
    private final Path mountPoint;
    private final List<String> asRoot;

    private SmallDisk(Path mountPoint, List<String> asRoot) {
        this.mountPoint = mountPoint;
        this.asRoot = asRoot;
    }

    /**
     * Mounts an empty disk.
     *
     * @param mountPoint created if absent
     * @param untested what stays untested if that is not possible, for the warning
     * @throws org.opentest4j.TestAbortedException if mounting is refused
     */
    public static SmallDisk mount(Path mountPoint, int mebibytes, String untested) {
        try {
            Files.createDirectories(mountPoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> refusals = new ArrayList<>();
        for (List<String> asRoot : List.of(List.<String>of(), List.of("sudo", "-n"))) {
            String refusal = run(
                    asRoot,
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "mode=0777,size=" + mebibytes + "m",
                    "tmpfs",
                    mountPoint.toString());
            if (refusal.isEmpty()) {
                return new SmallDisk(mountPoint, asRoot);
            }
            refusals.add(refusal);
        }
        return Untested.because(
                untested,
                "a tmpfs of its own cannot be mounted, which takes root: run this test as root, in a container with"
                        + " --cap-add SYS_ADMIN. " + String.join("; ", refusals));
    }

    /** Where it is mounted. */
    public Path directory() {
        return mountPoint;
    }

    @Override
    public void close() {
        String refusal = run(asRoot, "umount", "-l", mountPoint.toString());
        if (!refusal.isEmpty()) {
            System.err.println("left mounted: " + mountPoint + " (" + refusal + ")");
        }
    }

    /** @return empty if the command succeeded, otherwise what it said */
    private static String run(List<String> asRoot, String... command) {
        List<String> whole = new ArrayList<>(asRoot);
        whole.addAll(List.of(command));
        try {
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return "";
            }
            return String.join(" ", whole) + ": " + (output.isEmpty() ? "no success" : output);
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in mid-mount", e);
        }
    }
}
