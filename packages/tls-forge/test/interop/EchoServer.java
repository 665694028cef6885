// An echo server over JSSE. Its arguments are the certificate and key in PEM, the protocol, then a cipher suite and a
// group by the JDK's names, or "-". It writes its port to standard output, and ends when standard input ends.
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

public class EchoServer {
  public static void main(String[] arguments) throws Exception {
    // The caller may ask for old algorithms, which the JDK disables.
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    if (!arguments[4].equals("-")) System.setProperty("jdk.tls.namedGroups", arguments[4]);
    SSLServerSocket server =
        (SSLServerSocket) context(arguments[0], arguments[1]).getServerSocketFactory().createServerSocket(
            0, 50, java.net.InetAddress.getLoopbackAddress());
    server.setEnabledProtocols(new String[] {arguments[2]});
    if (!arguments[3].equals("-")) server.setEnabledCipherSuites(new String[] {arguments[3]});
    System.out.println(server.getLocalPort());
    start(() -> {
      while (System.in.read() >= 0) {}
      System.exit(0);
    });
    for (;;) {
      SSLSocket socket = (SSLSocket) server.accept();
      start(() -> {
        try (socket) {
          socket.getInputStream().transferTo(socket.getOutputStream());
        }
      });
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void start(Task task) {
    Thread thread = new Thread(() -> {
      try {
        task.run();
      } catch (Exception ended) {
        // The connection has ended.
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  private static SSLContext context(String certificatePath, String keyPath) throws Exception {
    byte[] pem = Files.readAllBytes(Path.of(certificatePath));
    Certificate certificate =
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    String text = Files.readString(Path.of(keyPath)).replaceAll("-----[^-]*-----|\\s", "");
    PrivateKey key =
        KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
