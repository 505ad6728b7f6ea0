package io.dayreel.store;

import io.dayreel.store.StoreRequests.Outcome;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells of every request that goes to another store. Owns that store: closing this closes it. */
public final class CountingObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final StoreRequests requests;

    public CountingObjectStore(ObjectStore store, StoreRequests requests) {
        this.store = store;
        this.requests = requests;
    }

    @Override
    public String put(String key, ObjectBody body, PutReason reason) {
        return countedPut(StoreOperation.PUT, body, reason, () -> store.put(key, body, reason));
    }

    /** A key that was taken counts as a failed precondition, which it is to S3. */
    @Override
    public boolean createIfAbsent(String key, ObjectBody body, PutReason reason) {
        long size = body.size();
        long start = System.nanoTime();
        Outcome outcome = Outcome.BROKEN;
        try {
            boolean created = store.createIfAbsent(key, body, reason);
            outcome = created ? Outcome.DONE : Outcome.PRECONDITION_FAILED;
            return created;
        } catch (RuntimeException e) {
            outcome = Outcome.of(e);
            throw e;
        } finally {
            requests.put(StoreOperation.CREATE_IF_ABSENT, reason, size, outcome, System.nanoTime() - start);
        }
    }

    @Override
    public String replaceIfMatch(String key, byte[] bytes, String etag) {
        return countedPut(
                StoreOperation.REPLACE_IF_MATCH,
                ObjectBody.of(bytes),
                PutReason.OTHER,
                () -> store.replaceIfMatch(key, bytes, etag));
    }

    @Override
    public InputStream get(String key, long offset, long length) {
        return counted(StoreOperation.GET, () -> store.get(key, offset, length));
    }

    @Override
    public Optional<ObjectSummary> head(String key) {
        return counted(StoreOperation.HEAD, () -> store.head(key));
    }

    @Override
    public List<ObjectSummary> list(String prefix, String startAfter, int max) {
        return counted(StoreOperation.LIST, () -> store.list(prefix, startAfter, max));
    }

    @Override
    public List<String> listPrefixes(String prefix, String startAfter, int max) {
        return counted(StoreOperation.LIST, () -> store.listPrefixes(prefix, startAfter, max));
    }

    @Override
    public void delete(String key) {
        counted(StoreOperation.DELETE, () -> {
            store.delete(key);
            return key;
        });
    }

    @Override
    public void probe() {
        counted(StoreOperation.PROBE, () -> {
            store.probe();
            return "";
        });
    }

    @Override
    public void close() {
        store.close();
    }

    private String countedPut(StoreOperation operation, ObjectBody body, PutReason reason, Supplier<String> call) {
        long size = body.size(); // now, since a consumed file is gone afterwards
        long start = System.nanoTime();
        Outcome outcome = Outcome.BROKEN;
        try {
            String etag = call.get();
            outcome = Outcome.DONE;
            return etag;
        } catch (RuntimeException e) {
            outcome = Outcome.of(e);
            throw e;
        } finally {
            requests.put(operation, reason, size, outcome, System.nanoTime() - start);
        }
    }

    private <T> T counted(StoreOperation operation, Supplier<T> call) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.BROKEN;
        try {
            T answer = call.get();
            outcome = Outcome.DONE;
            return answer;
        } catch (RuntimeException e) {
            outcome = Outcome.of(e);
            throw e;
        } finally {
            requests.answered(operation, outcome, System.nanoTime() - start);
        }
    }
}
