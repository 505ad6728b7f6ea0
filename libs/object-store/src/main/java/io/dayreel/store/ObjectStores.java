package io.dayreel.store;

import java.time.InstantSource;

/** Opens object stores. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens the store at a location; the caller closes it. A directory is created if need be, and cleaned of what
     * crashed processes left. A bucket is not asked yet, so that a service starts while its store is away: see
     * {@link ObjectStore#probe}.
     *
     * @throws ObjectStoreException.Refused if the directory cannot be used
     */
    public static ObjectStore open(ObjectStoreLocation location) {
        return open(location, InstantSource.system());
    }

    /** @param clock gives a directory's objects their time; S3 has its own */
    public static ObjectStore open(ObjectStoreLocation location, InstantSource clock) {
        if (location instanceof ObjectStoreLocation.Directory directory) {
            return DirectoryObjectStore.open(directory.path(), directory.timeouts(), clock);
        }
        return S3ObjectStore.open((ObjectStoreLocation.Bucket) location);
    }
}
