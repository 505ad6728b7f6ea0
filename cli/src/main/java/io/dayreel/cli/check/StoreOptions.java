package io.dayreel.cli.check;

import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStoreLocation.S3Settings;
import io.dayreel.store.ObjectStores;
import io.dayreel.store.S3Access;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which object store, if any. */
final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "LOCATION",
            description = "Object storage: a directory, file:///directory, or s3://bucket/prefix.")
    private String location;

    @Option(names = "--endpoint", paramLabel = "URL", description = "Of an S3 server other than Amazon's.")
    private URI endpoint;

    @Option(names = "--region", paramLabel = "NAME", description = "Of the S3 bucket (default: us-east-1).")
    private String region;

    @Option(
            names = "--access-key",
            paramLabel = "KEY",
            defaultValue = "${env:AWS_ACCESS_KEY_ID}",
            showDefaultValue = Visibility.NEVER,
            description = "For S3 (AWS_ACCESS_KEY_ID).")
    private String accessKey;

    @Option(
            names = "--secret-key",
            paramLabel = "KEY",
            defaultValue = "${env:AWS_SECRET_ACCESS_KEY}",
            showDefaultValue = Visibility.NEVER,
            description = "For S3 (AWS_SECRET_ACCESS_KEY).")
    private String secretKey;

    boolean isGiven() {
        return location != null;
    }

    /** Opens it; the caller closes. @throws IllegalArgumentException saying what is wrong with the options */
    ObjectStore open() {
        if (!location.contains("://")) {
            return ObjectStores.open(ObjectStoreLocation.directory(Path.of(location)));
        }
        S3Settings settings = null;
        if (location.startsWith("s3:")) {
            settings = new S3Settings(
                    Optional.ofNullable(endpoint),
                    region == null ? S3Settings.DEFAULT_REGION : region,
                    new S3Access.Keys(accessKey, secretKey),
                    endpoint != null);
        }
        return ObjectStores.open(ObjectStoreLocation.of(location, settings));
    }
}
