package io.dayreel.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where objects are kept, and how long to wait for it. Errors name the setting, as in {@code endpoint}. */
public sealed interface ObjectStoreLocation {
    /** @see Timeouts */
    Timeouts timeouts();

    /** The same place with other timeouts. */
    ObjectStoreLocation withTimeouts(Timeouts timeouts);

    /**
     * Reads a location as configured.
     *
     * @param location {@code file:///absolute/directory}, or {@code s3://bucket} with an optional {@code /prefix}
     * @param s3 used for {@code s3} only
     * @throws IllegalArgumentException naming the setting and what it should be
     */
    static ObjectStoreLocation of(String location, S3Settings s3) {
        URI uri = parse(location);
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        if ("file".equals(uri.getScheme()) && path.startsWith("/") && uri.getAuthority() == null) {
            return new Directory(Path.of(path), Timeouts.DEFAULT);
        }
        if ("s3".equals(uri.getScheme()) && uri.getAuthority() != null) {
            String prefix = path.replaceAll("^/+|/+$", "");
            return new Bucket(uri.getAuthority(), prefix, s3, Timeouts.DEFAULT);
        }
        throw badLocation(location, null);
    }

    /** A directory, created when opened. */
    static ObjectStoreLocation directory(Path directory) {
        return new Directory(directory.toAbsolutePath(), Timeouts.DEFAULT);
    }

    private static URI parse(String location) {
        try {
            return URI.create(location);
        } catch (IllegalArgumentException e) {
            throw badLocation(location, e);
        }
    }

    private static IllegalArgumentException badLocation(String location, Throwable cause) {
        return new IllegalArgumentException(
                "setting location must be file:///absolute/directory or s3://bucket/prefix, not '" + location + "'",
                cause);
    }

    /** A directory on this machine. */
    record Directory(Path path, Timeouts timeouts) implements ObjectStoreLocation {
        public Directory {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("setting location: the directory '" + path + "' must be absolute");
            }
        }

        @Override
        public Directory withTimeouts(Timeouts other) {
            return new Directory(path, other);
        }
    }

    /**
     * A bucket, or the keys in it that begin with a prefix.
     *
     * @param prefix without {@code /} at either end; may be empty
     */
    record Bucket(String bucket, String prefix, S3Settings s3, Timeouts timeouts) implements ObjectStoreLocation {
        public Bucket {
            if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
                throw new IllegalArgumentException("setting location: '" + bucket
                        + "' is no bucket name (3–63 lower-case letters, digits, dots and hyphens)");
            }
            if (!prefix.isEmpty()) {
                ObjectKeys.requireKey(prefix);
            }
        }

        @Override
        public Bucket withTimeouts(Timeouts other) {
            return new Bucket(bucket, prefix, s3, other);
        }
    }

    /**
     * How to reach an S3 service.
     *
     * @param endpoint {@code http(s)://host[:port]}; empty for Amazon's in the region
     * @param region sent in every signature; {@code us-east-1} suits most other servers
     * @param access what requests are signed with
     * @param pathStyle whether the bucket is in the path (most own servers) and not in the host name (Amazon)
     */
    record S3Settings(Optional<URI> endpoint, String region, S3Access access, boolean pathStyle) {
        /** Most servers' region, and what is signed when nothing else is known. */
        public static final String DEFAULT_REGION = "us-east-1";

        public S3Settings {
            if (endpoint.isPresent()) {
                requireEndpoint(endpoint.get());
            }
            S3Access.require("region", region);
        }

        /** A server of one's own: default region, bucket in the path. */
        public static S3Settings at(URI endpoint, String accessKey, String secretKey) {
            return new S3Settings(Optional.of(endpoint), DEFAULT_REGION, new S3Access.Keys(accessKey, secretKey), true);
        }

        private static void requireEndpoint(URI endpoint) {
            boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
            String path = String.valueOf(endpoint.getPath());
            if (!http || endpoint.getHost() == null || !(path.isEmpty() || path.equals("/"))) {
                throw new IllegalArgumentException(
                        "setting endpoint must be http(s)://host[:port] without a path, not '" + endpoint + "'");
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "S3Settings[" + endpoint.map(URI::toString).orElse("Amazon") + ", " + region + ", "
                    + access.inWords() + "]";
        }
    }

    /**
     * @param connect until a connection stands
     * @param silence longest time without a byte in either direction
     * @param request a whole call, but not the reading of a stream that {@link ObjectStore#get} returned
     */
    record Timeouts(Duration connect, Duration silence, Duration request) {
        /** 5 s to connect, 30 s of silence, 5 min for a call: enough for 64 MiB at 2 Mbit/s. */
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5));

        public Timeouts {
            require("connect-timeout", connect);
            require("silence-timeout", silence);
            require("request-timeout", request);
        }

        private static void require(String setting, Duration value) {
            if (value == null || value.toMillis() < 1 || value.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("setting " + setting + " must be 1 ms to 1 h, not " + value);
            }
        }
    }
}
