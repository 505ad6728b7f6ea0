package io.dayreel.testkit.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server over HTTP on the loopback address that keeps its objects in a directory, checks signatures, counts requests
 * and fails on demand. The owner closes it; what it stored stays in the directory. Conditional writes are honoured but not
 * atomic: it is no proof for races.
 */
public final class S3Server implements AutoCloseable {
    /** Requests remembered one by one; older ones are only counted. */
    private static final int REMEMBERED = 10_000;
    /** A signed body is held in memory by the server while it is checked. */
    private static final long MAX_BODY = 1L << 30;

    private final S3Proxy proxy;
    private final FaultyGateway gateway;
    private final Path directory;
    private final Credentials credentials;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Deque<S3Request> last = new ArrayDeque<>();

    private S3Server(int port, Path directory, Credentials credentials, boolean takesSessions) throws Exception {
        this.directory = directory;
        this.credentials = credentials;
        this.proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, credentials.accessKey(), credentials.secretKey())
                .v4MaxNonChunkedRequestSize(MAX_BODY)
                .ignoreUnknownHeaders(takesSessions)
                .build();
        proxy.start();
        this.gateway = new FaultyGateway(
                port, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getPort()), this::saw);
    }

    /** Starts a server on any free port with credentials of its own. */
    public static S3Server start(Path directory) {
        return start(0, directory, new Credentials("test-access-key", "test-secret-key"));
    }

    /**
     * @param port 0 for any free one
     * @param directory created if need be
     */
    public static S3Server start(int port, Path directory, Credentials credentials) {
        try {
            return new S3Server(port, Files.createDirectories(directory), credentials, false);
        } catch (Exception e) {
            throw new IllegalStateException("cannot start the S3 server on port " + port + " over " + directory, e);
        }
    }

    /** Starts a server that lets keys of a session pass, whose token it does not check: it takes headers that it does not know. */
    public static S3Server startForSessions(Path directory) {
        try {
            Credentials credentials = new Credentials("session-access-key", "session-secret-key");
            return new S3Server(0, Files.createDirectories(directory), credentials, true);
        } catch (Exception e) {
            throw new IllegalStateException("cannot start the S3 server over " + directory, e);
        }
    }

    /** Creates a bucket if there is none. */
    public S3Server withBucket(String bucket) {
        try {
            Files.createDirectories(directory.resolve(bucket));
            return this;
        } catch (IOException e) {
            throw new IllegalStateException("cannot create bucket " + bucket, e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    public Credentials credentials() {
        return credentials;
    }

    /** Holds for requests that arrive after this call returned. */
    public void fault(S3Fault fault) {
        gateway.fault(fault);
    }

    public void heal() {
        fault(new S3Fault.Healthy());
    }

    /** Requests with this method so far, also those that failed. */
    public long requests(String method) {
        AtomicLong count = counts.get(method);
        return count == null ? 0 : count.get();
    }

    /** Requests of any method so far. */
    public long requests() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** The latest requests, oldest first. */
    public List<S3Request> lastRequests() {
        synchronized (last) {
            return new ArrayList<>(last);
        }
    }

    private void saw(S3Request request) {
        counts.computeIfAbsent(request.method(), m -> new AtomicLong()).incrementAndGet();
        synchronized (last) {
            if (last.size() == REMEMBERED) {
                last.removeFirst();
            }
            last.addLast(request);
        }
    }

    @Override
    public void close() {
        gateway.close();
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop the S3 server", e);
        }
    }

    /**
     * Runs a server as its own process until it is killed. Prints {@code ready ENDPOINT} once it answers; then takes a
     * fault per line from standard input (see {@link S3Fault#parse}) and confirms each with {@code fault …}.
     *
     * @param arguments port, data directory, access key, secret key, then buckets to create
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 4) {
            throw new IllegalArgumentException("arguments: PORT DIRECTORY ACCESS_KEY SECRET_KEY [BUCKET…]");
        }
        Credentials credentials = new Credentials(arguments[2], arguments[3]);
        S3Server server = start(Integer.parseInt(arguments[0]), Path.of(arguments[1]), credentials);
        for (int i = 4; i < arguments.length; i++) {
            server.withBucket(arguments[i]);
        }
        System.out.println("ready " + server.endpoint());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            server.fault(S3Fault.parse(line));
            System.out.println("fault " + line);
        }
        new CountDownLatch(1).await(); // nobody will change the fault any more; the process lives until killed
    }

    /** What requests must be signed with. */
    public record Credentials(String accessKey, String secretKey) {}
}
