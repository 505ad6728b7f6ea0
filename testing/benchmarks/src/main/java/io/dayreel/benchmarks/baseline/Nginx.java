package io.dayreel.benchmarks.baseline;

import io.dayreel.testkit.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** nginx with nothing else to do: a baseline. Close it. */
public final class Nginx implements AutoCloseable {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"));

    private final Process process;
    private final URI address;

    private Nginx(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Keeps what it fetched from an origin. @return empty where there is no nginx */
    public static Optional<Nginx> caching(Path directory, URI origin) throws IOException {
        Path home = directory.resolve("nginx-cache");
        return start(
                home,
                "proxy_cache_path " + home.resolve("cache") + " keys_zone=media:10m max_size=2g;",
                "location / { proxy_pass " + origin + "; proxy_http_version 1.1; proxy_cache media;"
                        + " proxy_ignore_headers Cache-Control; proxy_cache_valid 200 1h; }");
    }

    /** Writes what is PUT into files (ngx_http_dav_module). @return empty where there is no nginx */
    public static Optional<Nginx> storing(Path directory) throws IOException {
        Path home = directory.resolve("nginx-dav");
        Path files = Files.createDirectories(home.resolve("files"));
        return start(
                home,
                "client_max_body_size 0;",
                "location / { root " + files + "; dav_methods PUT; create_full_put_path on; }");
    }

    private static Optional<Nginx> start(Path home, String http, String location) throws IOException {
        Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = FreePort.next();
        Path configuration = Files.createDirectories(home).resolve("nginx.conf");
        Files.writeString(configuration, configuration(home, port, http, location));
        Process process = new ProcessBuilder(
                        program.get().toString(), "-p", home.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("nginx.log").toFile())
                .start();
        return Optional.of(new Nginx(process, URI.create("http://127.0.0.1:" + port)));
    }

    private static String configuration(Path home, int port, String http, String location) {
        return String.join(
                "\n",
                "daemon off; " + (isRoot() ? "user root; " : "") + "worker_processes 2; pid " + home.resolve("pid")
                        + "; error_log " + home.resolve("error") + ";",
                "events { worker_connections 512; }",
                "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;",
                "client_body_temp_path " + home.resolve("body") + "; proxy_temp_path " + home.resolve("proxy")
                        + "; fastcgi_temp_path " + home.resolve("f") + "; uwsgi_temp_path " + home.resolve("u")
                        + "; scgi_temp_path " + home.resolve("s") + ";",
                http,
                "server { listen 127.0.0.1:" + port + "; " + location + " } }");
    }

    /** Workers of a nginx that root started would be somebody who may not write here. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    public URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
