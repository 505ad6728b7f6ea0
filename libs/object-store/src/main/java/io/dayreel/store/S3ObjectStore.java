package io.dayreel.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects in a bucket. A put is one request whatever the size, streamed from the file; over plain HTTP the file is read
 * twice, since its hash is signed. Needs a server that honours {@code If-None-Match} and {@code If-Match} on PUT.
 */
final class S3ObjectStore implements ObjectStore {
    private static final String CONTENT_TYPE = "application/octet-stream";
    /** The client cuts an object into parts of the part size, which it wants no smaller than this. */
    private static final long SMALLEST_PART = 5L << 20;
    /** Most keys that S3 puts into one answer. */
    private static final int S3_PAGE = 1000;

    private final String bucket;
    private final String keyPrefix;
    private final S3Connections connections;
    private final S3Failures failures;

    private S3ObjectStore(ObjectStoreLocation.Bucket location, S3Connections connections) {
        this.bucket = location.bucket();
        this.keyPrefix = location.prefix().isEmpty() ? "" : location.prefix() + "/";
        this.connections = connections;
        this.failures = new S3Failures(location);
    }

    static S3ObjectStore open(ObjectStoreLocation.Bucket location) {
        return new S3ObjectStore(location, new S3Connections(location));
    }

    @Override
    public String put(String key, ObjectBody body, PutReason reason) {
        return upload(key, body, Map.of());
    }

    @Override
    public boolean createIfAbsent(String key, ObjectBody body, PutReason reason) {
        try {
            upload(key, body, Map.of("If-None-Match", "*"));
            return true;
        } catch (ObjectStoreException.PreconditionFailed taken) {
            return false;
        }
    }

    @Override
    public String replaceIfMatch(String key, byte[] bytes, String etag) {
        return upload(key, ObjectBody.of(bytes), Map.of("If-Match", '"' + etag + '"'));
    }

    private String upload(String key, ObjectBody body, Map<String, String> conditions) {
        String name = name(key);
        long partSize = Math.max(body.size(), SMALLEST_PART);
        String etag = call("storing " + key, () -> {
            if (body instanceof ObjectBody.File file) {
                return connections
                        .writing()
                        .uploadObject(UploadObjectArgs.builder()
                                .bucket(bucket)
                                .object(name)
                                .headers(conditions)
                                .contentType(CONTENT_TYPE)
                                .filename(file.path().toString(), partSize)
                                .build())
                        .etag();
            }
            byte[] bytes = ((ObjectBody.Bytes) body).bytes();
            return connections
                    .writing()
                    .putObject(
                            PutObjectArgs.builder()
                                    .bucket(bucket)
                                    .object(name)
                                    .headers(conditions)
                                    .contentType(CONTENT_TYPE)
                                    .stream(new ByteArrayInputStream(bytes), bytes.length, partSize)
                                    .build())
                    .etag();
        });
        deleteConsumed(key, body);
        return unquoted(etag);
    }

    private static void deleteConsumed(String key, ObjectBody body) {
        if (body instanceof ObjectBody.File file && file.consumed()) {
            try {
                Files.deleteIfExists(file.path());
            } catch (IOException e) {
                throw new ObjectStoreException.Refused(
                        key + " is stored, but its file cannot be deleted; check the owner and mode of its folder: "
                                + e,
                        e);
            }
        }
    }

    @Override
    public InputStream get(String key, long offset, long length) {
        ObjectKeys.requireRange(offset, length);
        GetObjectArgs args = GetObjectArgs.builder()
                .bucket(bucket)
                .object(name(key))
                .offset(offset)
                .length(length)
                .build();
        try {
            return call("reading " + key, () -> connections.streaming().getObject(args));
        } catch (S3Failures.BeyondTheEnd e) {
            return InputStream.nullInputStream();
        }
    }

    @Override
    public Optional<ObjectSummary> head(String key) {
        StatObjectArgs args =
                StatObjectArgs.builder().bucket(bucket).object(name(key)).build();
        try {
            StatObjectResponse found =
                    call("looking up " + key, () -> connections.reading().statObject(args));
            return Optional.of(new ObjectSummary(
                    key,
                    found.size(),
                    unquoted(found.etag()),
                    found.lastModified().toInstant()));
        } catch (ObjectStoreException.NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public List<ObjectSummary> list(String prefix, String startAfter, int max) {
        ObjectKeys.requirePrefix(prefix);
        ListObjectsArgs args = listing(prefix, startAfter, ObjectKeys.requirePageSize(max))
                .recursive(true)
                .build();
        return call("listing " + prefix, () -> {
            List<ObjectSummary> found = new ArrayList<>();
            for (Result<Item> result : connections.reading().listObjects(args)) {
                Item item = result.get();
                String key = item.objectName().substring(keyPrefix.length());
                found.add(new ObjectSummary(
                        key,
                        item.size(),
                        unquoted(item.etag()),
                        item.lastModified().toInstant()));
                if (found.size() == max) {
                    break; // asking for more would be another request
                }
            }
            return found;
        });
    }

    @Override
    public List<String> listPrefixes(String prefix, String startAfter, int max) {
        ObjectKeys.requireDirectoryPrefix(prefix);
        // 0 follows / in ASCII: everything under a/ sorts before a0, and nothing under another prefix does.
        String after = startAfter.isEmpty() ? "" : startAfter.substring(0, startAfter.length() - 1) + "0";
        ListObjectsArgs args = listing(prefix, after, ObjectKeys.requirePageSize(max))
                .recursive(false)
                .build();
        return call("listing " + prefix, () -> {
            List<String> found = new ArrayList<>();
            for (Result<Item> result : connections.reading().listObjects(args)) {
                Item item = result.get();
                if (item.isDir()) {
                    found.add(item.objectName().substring(keyPrefix.length()));
                }
                if (found.size() == max) {
                    break;
                }
            }
            return found;
        });
    }

    private ListObjectsArgs.Builder listing(String prefix, String startAfter, int max) {
        ListObjectsArgs.Builder args = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(keyPrefix + prefix)
                .maxKeys(Math.min(max, S3_PAGE));
        return startAfter.isEmpty() ? args : args.startAfter(keyPrefix + startAfter);
    }

    @Override
    public void delete(String key) {
        RemoveObjectArgs args =
                RemoveObjectArgs.builder().bucket(bucket).object(name(key)).build();
        try {
            call("deleting " + key, () -> {
                connections.reading().removeObject(args);
                return key;
            });
        } catch (ObjectStoreException.NotFound e) {
            return; // some servers say so; it is gone either way
        }
    }

    @Override
    public void probe() {
        BucketExistsArgs args = BucketExistsArgs.builder().bucket(bucket).build();
        boolean exists = call("probing", () -> connections.probing().bucketExists(args));
        if (!exists) {
            throw failures.noSuchBucket(null);
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    private String name(String key) {
        return keyPrefix + ObjectKeys.requireKey(key);
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    private interface Call<T> {
        T run() throws MinioException, IOException, GeneralSecurityException;
    }

    private <T> T call(String doing, Call<T> call) {
        try {
            return call.run();
        } catch (MinioException | IOException | GeneralSecurityException e) {
            throw failures.translate(doing, e);
        } catch (RuntimeException e) {
            if (e instanceof ObjectStoreException) {
                throw e;
            }
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new ObjectStoreException.Unavailable(doing + " was interrupted", e);
            }
            throw failures.translate(doing, e);
        }
    }
}
