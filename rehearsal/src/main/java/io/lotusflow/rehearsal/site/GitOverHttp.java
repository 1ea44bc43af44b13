package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Read-only git over HTTP, of every {@code NAME.git} in a folder. It is git's smart protocol,
 * spoken by git's own upload-pack, so shallow clones and single commits can be fetched too.
 */
final class GitOverHttp {
  private static final Pattern PATH =
      Pattern.compile("/([a-z-]+\\.git)/(info/refs|git-upload-pack)");

  private final Path folder;

  GitOverHttp(Path folder) {
    this.folder = folder;
  }

  void answer(Answer answer) throws IOException {
    Matcher path = PATH.matcher(answer.path());
    if (!path.matches() || !Files.isDirectory(folder.resolve(path.group(1)))) {
      answer.notFound();
      return;
    }
    Path repository = folder.resolve(path.group(1));
    if (path.group(2).equals("git-upload-pack")) {
      uploadPack(answer.exchange(), repository);
    } else if ("service=git-upload-pack".equals(answer.exchange().getRequestURI().getQuery())) {
      advertise(answer.exchange(), repository);
    } else {
      answer.text(403, "only git-upload-pack is served\n");
    }
  }

  private static void advertise(HttpExchange exchange, Path repository) throws IOException {
    OutputStream body = begin(exchange, "application/x-git-upload-pack-advertisement");
    if (!protocol(exchange).contains("version=2")) {
      body.write("001e# service=git-upload-pack\n0000".getBytes(US_ASCII));
    }
    Process git = start(exchange, repository, "--advertise-refs");
    git.getOutputStream().close();
    finish(git, body);
  }

  private static void uploadPack(HttpExchange exchange, Path repository) throws IOException {
    Process git = start(exchange, repository);
    try (OutputStream input = git.getOutputStream()) {
      requestBody(exchange).transferTo(input);
    }
    finish(git, begin(exchange, "application/x-git-upload-pack-result"));
  }

  private static InputStream requestBody(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private static OutputStream begin(HttpExchange exchange, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static Process start(HttpExchange exchange, Path repository, String... options)
      throws IOException {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "safe.directory=*", "upload-pack", "--stateless-rpc"));
    argv.addAll(List.of(options));
    argv.add(repository.toString());
    ProcessBuilder builder =
        new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("GIT_PROTOCOL", protocol(exchange));
    return builder.start();
  }

  private static String protocol(HttpExchange exchange) {
    String asked = exchange.getRequestHeaders().getFirst("Git-Protocol");
    return asked == null ? "" : asked;
  }

  private static void finish(Process git, OutputStream body) throws IOException {
    try (InputStream output = git.getInputStream()) {
      output.transferTo(body);
    } finally {
      git.destroy();
    }
  }
}
