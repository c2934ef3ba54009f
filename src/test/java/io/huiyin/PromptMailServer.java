package io.huiyin;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;

/**
 * A real SMTP server on this machine. GreenMail writes an answer of two lines in two pieces, and without this TCP holds
 * the second back until the first is acknowledged: 40 ms for each mail.
 */
public class PromptMailServer extends GreenMail {

  /** @param port 0 = any free one */
  public PromptMailServer(int port) {
    super(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  @Override
  protected Map<String, AbstractServer> createServices(ServerSetup[] setups, Managers managers) {
    return Map.of(ServerSetup.PROTOCOL_SMTP, new SmtpServer(setups[0], managers) {
      @Override
      protected ProtocolHandler createProtocolHandler(Socket client) {
        try {
          client.setTcpNoDelay(true);
        } catch (SocketException e) {
          throw new UncheckedIOException(e);
        }
        return super.createProtocolHandler(client);
      }
    });
  }
}
