package io.dayreel.store;

import java.net.URI;
import java.util.Optional;

/** What requests to an S3 service are signed with. */
public sealed interface S3Access {

    /** For messages; without secrets. */
    String inWords();

    /**
     * A key pair.
     *
     * @param accessKey name of the key
     * @param secretKey never logged
     */
    record Keys(String accessKey, String secretKey) implements S3Access {
        public Keys {
            require("access-key", accessKey);
            require("secret-key", secretKey);
        }

        @Override
        public String inWords() {
            return "access key " + accessKey;
        }

        @Override
        public String toString() {
            return inWords();
        }
    }

    /**
     * The role that the platform gives to this process, as Amazon's tools find it: a web identity
     * ({@code AWS_WEB_IDENTITY_TOKEN_FILE}, {@code AWS_ROLE_ARN}), a container's
     * ({@code AWS_CONTAINER_CREDENTIALS_FULL_URI} or {@code …_RELATIVE_URI}), or the machine's metadata service. Its keys end
     * after hours and are fetched anew in time.
     *
     * @param endpoint of the service that gives the keys; empty for the platform's own
     */
    record Role(Optional<URI> endpoint) implements S3Access {
        @Override
        public String inWords() {
            return "the role of this process";
        }
    }

    /** @throws IllegalArgumentException naming the setting if it has no value */
    static void require(String setting, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("setting " + setting + " is needed for s3 and is empty");
        }
    }
}
