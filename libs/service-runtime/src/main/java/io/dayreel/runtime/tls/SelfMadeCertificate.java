package io.dayreel.runtime.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A key pair with a certificate that it signed itself, made once and kept in a directory: {@code tls.p12} (PKCS #12 with
 * key and certificate, readable by its owner only) and {@code tls-certificate.pem}, which clients are told to trust. Made
 * with the JDK's own keytool, which every Java runtime has: the JDK offers no other public way to sign a certificate.
 */
public record SelfMadeCertificate(Path keyStore, Path certificate) {
    /** Of the key store. It keeps nobody out, the file's permissions do; but PKCS #12 wants one. */
    public static final String PASSWORD = "dayreel";

    private static final String ALIAS = "dayreel";
    private static final long KEYTOOL_SECONDS = 60;
    private static final int VALID_DAYS = 3650;
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    /**
     * The one in a directory, made if there is none. Several processes may call this at once.
     *
     * @param names host names and IP addresses that it is good for; those of an existing one stay
     */
    public static SelfMadeCertificate in(Path directory, Collection<String> names) {
        SelfMadeCertificate made =
                new SelfMadeCertificate(directory.resolve("tls.p12"), directory.resolve("tls-certificate.pem"));
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve(".tls.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(made.certificate)) {
                    made.make(names);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a certificate in " + directory + ": " + e.getMessage(), e);
        }
        return made;
    }

    private void make(Collection<String> names) throws IOException {
        Path unfinished = keyStore.resolveSibling("tls.p12.new");
        Files.deleteIfExists(unfinished);
        List<String> store =
                List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", unfinished.toString());
        keytool(
                store,
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                Integer.toString(VALID_DAYS),
                "-dname",
                "CN=Dayreel",
                "-ext",
                "SAN=" + alternativeNames(names));
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
        Path pem = certificate.resolveSibling("tls-certificate.pem.new");
        keytool(store, "-exportcert", "-rfc", "-alias", ALIAS, "-file", pem.toString());
        Files.move(unfinished, keyStore, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(pem, certificate, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String alternativeNames(Collection<String> names) {
        return names.stream()
                .distinct()
                .map(name -> (IP_ADDRESS.matcher(name).matches() ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(","));
    }

    private static void keytool(List<String> store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(store);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("keytool did not end within " + KEYTOOL_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
