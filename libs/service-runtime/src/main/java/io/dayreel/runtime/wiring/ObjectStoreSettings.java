package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where segments are kept. */
@ConfigMapping(prefix = "dayreel.object-store")
public interface ObjectStoreSettings {
    /** {@code file:///directory} or {@code s3://bucket/prefix}. Needed by the services that read or write segments. */
    Optional<String> location();

    /** Address of the S3 server. */
    Optional<String> endpoint();

    /** Region of the bucket, where the S3 server has regions. */
    Optional<String> region();

    /**
     * What requests to S3 are signed with: {@code keys}, or the {@code role} that the platform gives to this process (a web
     * identity, a container's credentials, or the machine's metadata service).
     */
    @WithDefault("keys")
    Access access();

    /** For {@code role}: address of the service that gives its keys, where it is not the platform's own. */
    Optional<String> roleEndpoint();

    /** Name of the key that requests are signed with. */
    Optional<String> accessKey();

    /** The key itself. Better given by the environment than in a file. */
    Optional<String> secretKey();

    /** Whether the bucket is in the path, as most servers of one's own want it, and not in the host name (Amazon). */
    @WithDefault("true")
    boolean pathStyle();

    /** What requests are signed with. */
    enum Access {
        KEYS,
        ROLE
    }
}
