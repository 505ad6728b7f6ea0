package io.dayreel.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;

/**
 * The key pair that manifests of sealed days are signed with. Only the indexer is given the private half; whoever
 * verifies a day needs the public one, and should have it from elsewhere than the storage that is verified.
 */
public record SealKeys(Path privateKey, Path publicKey) {

    /** Where the pair of a directory lies, whether it exists or not. */
    public static SealKeys in(Path directory) {
        return new SealKeys(directory.resolve("seal-private.pem"), directory.resolve("seal-public.pem"));
    }

    /**
     * Creates the directory and the pair, readable by their owner only. A pair that exists stays. Several processes may
     * call this at once.
     */
    public static SealKeys createIfAbsent(Path directory) throws IOException {
        Files.createDirectories(directory);
        SealKeys keys = in(directory);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(keys.privateKey)) {
                InstallationKeys.writePair(keys.privateKey, keys.publicKey);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519 keys", e);
        }
        return keys;
    }
}
