package io.huiyin.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets ClamAV's daemon look at a file: command {@code INSTREAM} over its socket. */
@Component
class VirusScan implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VirusScan.class);
  private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern FOUND = Pattern.compile("stream: (.{1,200}) FOUND");
  private static final int ANSWER_LIMIT = 1024;

  private final ClamavSettings settings;
  // a socket channel knows no timeout of its own; who closes it ends the waiting
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
    var thread = new Thread(task, "virus-scan-timeout");
    thread.setDaemon(true);
    return thread;
  });

  VirusScan(ClamavSettings settings) {
    this.settings = settings;
  }

  /** What is known about a file; {@code virus} only of an infected one. */
  record Verdict(State state, String virus) {

    enum State { OFF, CLEAN, INFECTED, NOT_SCANNED }
  }

  /**
   * Looks at a file.
   *
   * @throws EvidenceUnavailable if that is not possible now and such files are not taken
   */
  Verdict scan(Path file) {
    if (settings.address().isBlank()) {
      return new Verdict(Verdict.State.OFF, null);
    }
    try {
      var answer = ask(file);
      var found = FOUND.matcher(answer);
      if (found.matches()) {
        return new Verdict(Verdict.State.INFECTED, found.group(1));
      }
      if (answer.equals("stream: OK")) {
        return new Verdict(Verdict.State.CLEAN, null);
      }
      throw new IOException("clamd answered: " + answer);
    } catch (IOException e) {
      if (settings.whenUnreachable() == ClamavSettings.WhenUnreachable.REFUSE) {
        throw EvidenceUnavailable.notScanned(e);
      }
      LOG.warn("An upload was taken that could not be scanned for viruses: {}", e.toString());
      return new Verdict(Verdict.State.NOT_SCANNED, null);
    }
  }

  private String ask(Path file) throws IOException {
    try (var socket = open()) {
      var timeout = watch.schedule(() -> {
        socket.close();
        return null;
      }, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
      try {
        connect(socket);
        try {
          send(file, socket);
        } catch (IOException e) {
          // a daemon that has had enough says why and hangs up
          var why = answer(socket);
          throw why.isEmpty() ? e : new IOException("clamd answered: " + why, e);
        }
        return answer(socket);
      } finally {
        timeout.cancel(false);
      }
    }
  }

  private boolean isLocal() {
    return settings.address().startsWith("/");
  }

  private SocketChannel open() throws IOException {
    return isLocal() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
  }

  private void connect(SocketChannel socket) throws IOException {
    if (isLocal()) {
      socket.connect(UnixDomainSocketAddress.of(settings.address()));
      return;
    }
    var colon = settings.address().indexOf(':');
    var address = new InetSocketAddress(settings.address().substring(0, colon),
        Integer.parseInt(settings.address().substring(colon + 1)));
    if (address.isUnresolved()) {
      throw new IOException("Unknown host in huiyin.archive.clamav.address");
    }
    socket.connect(address);
  }

  /** The command, then pieces, each behind its length, then a length of zero. */
  private static void send(Path file, SocketChannel socket) throws IOException {
    write(socket, ByteBuffer.wrap(COMMAND));
    var piece = ByteBuffer.allocate(Incoming.BUFFER);
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      while (in.read(piece.clear()) >= 0) {
        piece.flip();
        write(socket, ByteBuffer.allocate(4).putInt(piece.remaining()).flip());
        write(socket, piece);
      }
    }
    write(socket, ByteBuffer.allocate(4));
  }

  private static void write(SocketChannel socket, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  private static String answer(SocketChannel socket) throws IOException {
    var in = new BufferedInputStream(Channels.newInputStream(socket));
    var answer = new StringBuilder();
    for (int b; (b = in.read()) > 0 && answer.length() < ANSWER_LIMIT;) {
      answer.append((char) b);
    }
    return answer.toString().strip();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
