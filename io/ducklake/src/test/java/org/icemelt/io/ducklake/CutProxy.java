package org.icemelt.io.ducklake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A loopback proxy in front of PostgreSQL that cuts the connection when it sees what it was told to
 * look for, in the bytes of the protocol.
 */
final class CutProxy implements AutoCloseable {
  /** Where the connection is cut. */
  enum Cut {
    /** When the first statement of the commit's transaction is on its way to the server. */
    BEFORE_BEGIN("LOCK TABLE", true),
    /** When the transaction's last statements are. */
    INSIDE_THE_TRANSACTION("INSERT INTO ducklake_snapshot_changes", true),
    /** When COMMIT is: the server never sees it. */
    BEFORE_COMMIT("COMMIT\0", true),
    /** When the server has committed and says so: the client never sees that. */
    AFTER_THE_ANSWER_TO_COMMIT("COMMIT\0", false);

    private final byte[] mark;
    private final boolean toServer;

    Cut(String mark, boolean toServer) {
      this.mark = mark.getBytes(StandardCharsets.US_ASCII);
      this.toServer = toServer;
    }
  }

  private static final int ALWAYS = Integer.MAX_VALUE;
  private static final Pattern PORT = Pattern.compile("port=(\\d+)");

  private final LakeConfig lake;
  private final Cut cut;
  private final int serverPort;
  private final ServerSocket listener;
  private final AtomicInteger cutsLeft = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;
  private volatile boolean refuseAfterCut;

  private CutProxy(LakeConfig lake, Cut cut) throws IOException {
    Matcher port = PORT.matcher(lake.catalog().target());
    if (!port.find()) {
      throw new IllegalArgumentException("No port in " + lake.catalog());
    }
    this.lake = lake;
    this.cut = cut;
    this.serverPort = Integer.parseInt(port.group(1));
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  static CutProxy before(TestLake lake, Cut cut) throws IOException {
    return new CutProxy(lake.config, cut);
  }

  /** The lake, reached through this proxy. */
  LakeConfig config() {
    String words =
        PORT.matcher(lake.catalog().target()).replaceAll("port=" + listener.getLocalPort());
    return LakeConfig.of("postgres:" + words).withDataPath(String.valueOf(lake.dataPath()));
  }

  /** Cuts the next connection that gets to the point; later ones go through. */
  void cutOnce() {
    cutsLeft.set(1);
  }

  /** Cuts the next connection that gets to the point, and lets none through from then on. */
  void cutForGood() {
    refuseAfterCut = true;
    cutsLeft.set(ALWAYS);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        open.add(client);
        open.add(server);
        daemon(() -> copy(client, server, true));
        daemon(() -> copy(server, client, false));
      }
    } catch (IOException e) {
      closeQuietly(listener); // the test is over
    }
  }

  private void copy(Socket from, Socket to, boolean toServer) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      var seen = new ByteArrayOutputStream(); // the end of what went before, for marks cut in two
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        seen.write(buffer, 0, n);
        if (toServer == cut.toServer && contains(seen.toByteArray(), cut.mark) && mayCut()) {
          refusing = refuseAfterCut;
          break;
        }
        byte[] all = seen.toByteArray();
        int kept = Math.min(all.length, cut.mark.length - 1);
        seen.reset();
        seen.write(all, all.length - kept, kept);
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // the other direction was cut, or one end has gone: both go
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private boolean mayCut() {
    return cutsLeft.getAndUpdate(left -> left == ALWAYS ? left : Math.max(0, left - 1)) > 0;
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int at = 0; at <= all.length - part.length; at++) {
      int same = 0;
      while (same < part.length && all[at + same] == part[same]) {
        same++;
      }
      if (same == part.length) {
        return true;
      }
    }
    return false;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cut-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // nothing is owed to a socket that is thrown away
    }
  }

  @Override
  public void close() {
    closeQuietly(listener);
    open.forEach(CutProxy::closeQuietly);
  }
}
