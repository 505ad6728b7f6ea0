package io.dayreel.runtime.wiring;

import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStoreLocation.S3Settings;
import io.dayreel.store.ObjectStores;
import io.dayreel.store.S3Access;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;

/** The installation's object store, opened once per process and closed with it. */
final class ObjectStoreBeans {

    @Produces
    @Singleton
    ObjectStore objectStore(ObjectStoreSettings settings) {
        return ObjectStores.open(location(settings));
    }

    void close(@Disposes ObjectStore store) {
        store.close();
    }

    private static ObjectStoreLocation location(ObjectStoreSettings settings) {
        String location = settings.location()
                .orElseThrow(() -> new IllegalStateException(
                        "set dayreel.object-store.location to file:///directory or s3://bucket/prefix"));
        if (!location.startsWith("s3:")) {
            return ObjectStoreLocation.directory(Path.of(URI.create(location)));
        }
        return ObjectStoreLocation.of(
                location,
                new S3Settings(
                        settings.endpoint().map(URI::create),
                        settings.region().orElse(S3Settings.DEFAULT_REGION),
                        access(settings),
                        settings.pathStyle()));
    }

    private static S3Access access(ObjectStoreSettings settings) {
        if (settings.access() == ObjectStoreSettings.Access.KEYS) {
            return new S3Access.Keys(
                    settings.accessKey().orElse(""), settings.secretKey().orElse(""));
        }
        if (settings.accessKey().isPresent() || settings.secretKey().isPresent()) {
            throw new IllegalStateException(
                    "dayreel.object-store.access=role uses no keys: clear dayreel.object-store.access-key and .secret-key");
        }
        return new S3Access.Role(settings.roleEndpoint().map(URI::create));
    }
}
