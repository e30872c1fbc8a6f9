import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Docker Engine as far as a daemon sees it that configures one proxy: `edge`, for `shop` and, once it has started, for
/// `blog`. The shell in the proxy says of each script that it has run well; a command of its own fails, as it does in a
/// proxy that has no notes and no configuration of ours yet.
final class PlayedEngine {
  private static final String VERSION = "{'Version':'20.10.24','ApiVersion':'1.41','MinAPIVersion':'1.12'}";
  private static final String NETWORKS =
      "[{'Name':'web','Id':'n','Scope':'local','Driver':'bridge','IPAM':{'Config':[{'Gateway':'10.0.0.1'}]}}]";
  private static final String EDGE = container("edge", 2, "'interlock.ext.name':'nginx'");
  private static final String SHOP = container("shop", 3, "'interlock.hostname':'shop','interlock.port':'80'");
  private static final String BLOG = container("blog", 4, "'interlock.hostname':'blog','interlock.domain':'example.com'");
  private static final String START =
      "{'Type':'container','Action':'start','Actor':{'ID':'blog','Attributes':{'name':'blog'}},'time':%d}\n";

  /// What a proxy's Nginx says of itself; the last line is the answer to a rollout.
  private static final String FACTS = "version nginx/1.28.0\nbuilt --with-http_ssl_module\nbuilt --with-http_v2_module\n"
      + "built --with-http_realip_module\nbuilt --conf-path=/etc/nginx/nginx.conf\nother yes /tmp\nother yes /dev/shm\nmemory tmpfs rw,size=65536k\nuid 0\n"
      + "master  nginx -g daemon off;\nsame-file\ndirectory yes /etc/nginx/.\nend\n";
  private static final String ROLLED_OUT = "1.00 1.05 -\n";

  /// How a shell is greeted, how its script ends, and a line of the script that asks for the facts.
  private static final Pattern GREETING = Pattern.compile("echo (sallyport-\\w+)");
  private static final Pattern END = Pattern.compile(".*; echo (sallyport-\\w+) \\$code");
  private static final String PROBE = "find_master() {";

  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile boolean blogRuns;
  private volatile OutputStream events = OutputStream.nullOutputStream();

  void listen(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().start(() -> {
      while (true) {
        try {
          SocketChannel connection = server.accept();
          Thread.ofVirtual().start(() -> serve(connection));
        } catch (IOException broken) {
          throw new UncheckedIOException(broken);
        }
      }
    });
  }

  void startBlog() throws IOException {
    blogRuns = true;
    write(events, START.formatted(System.currentTimeMillis() / 1000));
  }

  /// Until the daemon has asked what its event stream may have left out, as it does in a quiet time.
  void awaitQuestion() throws InterruptedException {
    asked.await();
  }

  /// One request, or one shell.
  private void serve(SocketChannel connection) {
    try (connection) {
      BufferedReader in = new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), ISO_8859_1));
      OutputStream out = Channels.newOutputStream(connection);
      String request = in.readLine();
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
      }
      char[] body = new char[length];
      int read = 0;
      while (read < length) {
        read += in.read(body, read, length - read);
      }
      String path = request.split("[ ?]")[1].replaceFirst("^/v1\\.41", "");
      if (path.equals("/containers/edge/exec")) {
        json(out, new String(body).contains("AttachStdin") ? "{'Id':'shell'}" : "{'Id':'command'}");
      } else {
        answer(path, request, in, out);
      }
    } catch (IOException gone) {
      // So has the daemon.
    }
  }

  private void answer(String path, String request, BufferedReader in, OutputStream out) throws IOException {
    switch (path) {
      case "/version" -> json(out, VERSION);
      case "/networks" -> json(out, NETWORKS);
      case "/containers/json" -> json(out, "[" + EDGE + "," + SHOP + (blogRuns ? "," + BLOG : "") + "]");
      case "/exec/shell/start" -> {
        write(out, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
        shell(in, new DataOutputStream(out));
      }
      case "/exec/command/start" -> write(out, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      case "/exec/command/json" -> json(out, "{'Running':false,'ExitCode':1}");
      case "/events" -> {
        if (request.contains("until=")) {
          head(out, "Content-Length: 0");
          asked.countDown();
        } else {
          head(out, "Connection: close");
          events = out;
          in.readLine(); // Until it goes.
        }
      }
      default -> write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
  }

  private static void shell(BufferedReader in, DataOutputStream out) throws IOException {
    String answer = ROLLED_OUT;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Matcher greeting = GREETING.matcher(line);
      Matcher end = END.matcher(line);
      if (greeting.matches()) {
        print(out, greeting.group(1) + "\n");
      } else if (line.equals(PROBE)) {
        answer = FACTS;
      } else if (end.matches()) {
        print(out, answer + end.group(1) + " 0\n");
        answer = ROLLED_OUT;
      }
    }
  }

  /// As an engine marks what a command prints: which stream, and how many bytes.
  private static void print(DataOutputStream out, String text) throws IOException {
    out.writeInt(1 << 24);
    out.writeInt(text.length());
    write(out, text);
  }

  private static void json(OutputStream out, String text) throws IOException {
    head(out, "Content-Length: " + text.length() + "\r\nContent-Type: application/json\r\nConnection: close");
    write(out, text);
  }

  private static void head(OutputStream out, String headers) throws IOException {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    out.write(("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nDate: " + date + "\r\n" + headers + "\r\n\r\n").getBytes(ISO_8859_1));
  }

  /// JSON is written with ' for ", for readers of this file.
  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.replace('\'', '"').getBytes(ISO_8859_1));
    out.flush();
  }

  private static String container(String name, int address, String labels) {
    return ("{'Id':'%s','Names':['/%s'],'Image':'nginx','Created':%d,'Ports':[{'PrivatePort':80,'Type':'tcp'}],"
            + "'Labels':{%s},'State':'running','Status':'Up 2 seconds','HostConfig':{'NetworkMode':'web'},"
            + "'NetworkSettings':{'Networks':{'web':{'NetworkID':'n','Gateway':'10.0.0.1','IPAddress':'10.0.0.%d'}}}}")
        .formatted(name, name, address, labels, address);
  }
}
