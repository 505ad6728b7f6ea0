package io.dayreel.standalone;

import io.dayreel.access.InstallationKeys;
import io.dayreel.access.SealKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an installation on one machine keeps everything.
 *
 * <pre>
 *  keys/      access-private.pem, access-public.pem, seal-private.pem, seal-public.pem, shared.secret; with HTTPS
 *             tls.p12, tls-certificate.pem
 *  broker/    Kafka's data
 *  objects/   object storage: the only part that cannot be rebuilt
 *  spool/ tail/ state/   disposable
 * </pre>
 *
 * @param root absolute
 */
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** Creates what is not there yet, keys included. @throws IOException naming what could not be created */
    public void prepare() throws IOException {
        Files.createDirectories(broker());
        Files.createDirectories(objects());
        InstallationKeys.createIfAbsent(keys());
        SealKeys.createIfAbsent(keys());
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path broker() {
        return root.resolve("broker");
    }

    public Path objects() {
        return root.resolve("objects");
    }
}
