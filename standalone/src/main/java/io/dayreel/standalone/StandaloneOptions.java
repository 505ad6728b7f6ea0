package io.dayreel.standalone;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What standalone is started with.
 *
 * @param host address to listen on; loopback unless told otherwise
 * @param port HTTP port, 1–65535
 * @param data everything that is kept
 * @param tls HTTPS too, if it is to be served
 */
record StandaloneOptions(String host, int port, DataDirectory data, Optional<Tls> tls) {
    static final String USAGE = "usage: dayreel up [--port 8080] [--host 127.0.0.1] [--data DIR]"
            + " [--tls-port 8443 [--tls-certificate FILE --tls-key FILE]]";

    /**
     * @param port for HTTPS, 1–65535
     * @param certificate PEM file; with it comes {@code key}; without both a key pair is made and kept in the data directory
     */
    record Tls(int port, Optional<Path> certificate, Optional<Path> key) {
        Tls {
            requirePort("--tls-port", port);
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException("--tls-certificate and --tls-key belong together\n" + USAGE);
            }
        }
    }

    StandaloneOptions {
        requirePort("--port", port);
    }

    /** @throws IllegalArgumentException with a message for the person who typed it */
    static StandaloneOptions parse(String... arguments) {
        String host = "127.0.0.1";
        int port = 8080;
        Path data = Path.of("data");
        OptionalInt tlsPort = OptionalInt.empty();
        Optional<Path> certificate = Optional.empty();
        Optional<Path> key = Optional.empty();
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : null;
            if (value == null) {
                throw new IllegalArgumentException(arguments[i] + " needs a value\n" + USAGE);
            }
            switch (arguments[i]) {
                case "--host" -> host = value;
                case "--port" -> port = number("--port", value);
                case "--data" -> data = Path.of(value);
                case "--tls-port" -> tlsPort = OptionalInt.of(number("--tls-port", value));
                case "--tls-certificate" -> certificate = Optional.of(Path.of(value));
                case "--tls-key" -> key = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i] + "\n" + USAGE);
            }
        }
        if (tlsPort.isEmpty() && (certificate.isPresent() || key.isPresent())) {
            throw new IllegalArgumentException("a certificate is for HTTPS: give --tls-port too\n" + USAGE);
        }
        Optional<Tls> tls =
                tlsPort.isPresent() ? Optional.of(new Tls(tlsPort.getAsInt(), certificate, key)) : Optional.empty();
        return new StandaloneOptions(host, port, new DataDirectory(data), tls);
    }

    private static void requirePort(String option, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(option + " must be 1–65535 but is " + port + "\n" + USAGE);
        }
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number but is '" + value + "'\n" + USAGE, e);
        }
    }
}
