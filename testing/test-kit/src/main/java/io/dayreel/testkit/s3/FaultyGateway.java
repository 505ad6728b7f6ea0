package io.dayreel.testkit.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Passes HTTP requests on to a server on this machine, unchanged, and fails on demand. Sees each request before it is
 * passed on. At most 128 connections; further ones are closed at once.
 */
final class FaultyGateway implements AutoCloseable {
    private static final int MAX_THREADS = 256;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Consumer<S3Request> seen;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ThreadPoolExecutor threads;
    private volatile S3Fault fault = new S3Fault.Healthy();

    FaultyGateway(int port, InetSocketAddress server, Consumer<S3Request> seen) throws IOException {
        this.listener = new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
        this.server = server;
        this.seen = seen;
        this.threads = new ThreadPoolExecutor(0, MAX_THREADS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "dayreel-testkit-s3-gateway");
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void fault(S3Fault next) {
        fault = next;
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket client = listener.accept();
                open.add(client);
                try {
                    threads.execute(() -> serve(client));
                } catch (RejectedExecutionException full) {
                    close(client);
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        Socket upstream = new Socket();
        open.add(upstream);
        try {
            upstream.connect(server, 5000);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            AnswerPump answers = new AnswerPump(upstream, client);
            threads.execute(answers);
            InputStream in = new BufferedInputStream(client.getInputStream(), 64 * 1024);
            Optional<RequestHead> head = RequestHead.read(in);
            while (head.isPresent() && serve(head.get(), in, new Exchange(client, upstream, answers))) {
                head = RequestHead.read(in);
            }
        } catch (IOException | RejectedExecutionException | InterruptedException e) {
            reset(client);
        } finally {
            close(client);
            close(upstream);
        }
    }

    /** @return whether the connection stays usable */
    private boolean serve(RequestHead head, InputStream body, Exchange exchange)
            throws IOException, InterruptedException {
        S3Fault now = fault;
        seen.accept(head.request());
        boolean put = head.request().method().equals("PUT");
        if (now instanceof S3Fault.Unavailable) {
            return exchange.answer(head, body, "503 Service Unavailable", error("SlowDown"));
        } else if (now instanceof S3Fault.Refusing) {
            return exchange.answer(head, body, "403 Forbidden", error("AccessDenied"));
        } else if (now instanceof S3Fault.BadGateway) {
            return exchange.answer(head, body, "502 Bad Gateway", "<html><body>no upstream</body></html>");
        } else if (now instanceof S3Fault.CutPuts cut && put) {
            exchange.pass(head, body, Math.min(cut.bodyBytes(), head.request().contentLength()));
            throw new IOException("cut as asked");
        } else if (now instanceof S3Fault.LoseAnswersToPuts && put) {
            exchange.answers().discard();
        } else if (now instanceof S3Fault.Slow slow && closed.await(slow.delay().toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        while (fault instanceof S3Fault.Holding) {
            if (closed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        exchange.pass(head, body, head.request().contentLength());
        return true;
    }

    private static String error(String code) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>as asked by the test"
                + "</Message></Error>";
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the listener", e);
        }
        open.forEach(this::close);
        threads.shutdownNow();
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            return; // it was broken already
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            return; // it is closed already
        }
    }

    /** One client's connection and its counterpart. */
    private record Exchange(Socket client, Socket upstream, AnswerPump answers) {
        void pass(RequestHead head, InputStream body, long bodyBytes) throws IOException {
            OutputStream out = upstream.getOutputStream();
            out.write(head.bytes());
            transfer(body, out, bodyBytes);
            out.flush();
        }

        boolean answer(RequestHead head, InputStream body, String status, String content) throws IOException {
            transfer(body, OutputStream.nullOutputStream(), head.request().contentLength());
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            String type = content.startsWith("<?xml") ? "application/xml" : "text/html";
            String answer = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                    + "\r\n\r\n";
            OutputStream out = client.getOutputStream();
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            if (!head.request().method().equals("HEAD")) {
                out.write(bytes);
            }
            out.flush();
            return true;
        }

        private static void transfer(InputStream from, OutputStream to, long bytes) throws IOException {
            byte[] buffer = new byte[64 * 1024];
            long left = bytes;
            while (left > 0) {
                int n = from.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new IOException("the client closed in mid-body");
                }
                to.write(buffer, 0, n);
                left -= n;
            }
        }
    }

    /** Carries whatever the server says to the client, until told to discard it: then the next answer ends both. */
    private final class AnswerPump implements Runnable {
        private final Socket upstream;
        private final Socket client;
        private volatile boolean discarding;

        AnswerPump(Socket upstream, Socket client) {
            this.upstream = upstream;
            this.client = client;
        }

        void discard() {
            discarding = true;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[64 * 1024];
            try {
                InputStream in = upstream.getInputStream();
                OutputStream out = client.getOutputStream();
                int n = in.read(buffer);
                while (n >= 0 && !discarding) {
                    out.write(buffer, 0, n);
                    n = in.read(buffer);
                }
                if (discarding) {
                    reset(client);
                }
            } catch (IOException e) {
                reset(client);
            } finally {
                close(client);
                close(upstream);
            }
        }
    }
}
