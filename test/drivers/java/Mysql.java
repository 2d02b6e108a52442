import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.DriverManager;
import java.util.Map;

final class Mysql {
  public static void main(String[] args) throws Exception {
    Map<String, String> env = System.getenv();
    var authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    try (var bundle = Files.newInputStream(Path.of(env.get("CA_FILE")))) {
      for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(bundle))
        authorities.setCertificateEntry("authority-" + authorities.size(), authority);
    }
    var store = Files.createTempFile("authorities", ".p12");
    try (var file = Files.newOutputStream(store)) {
      authorities.store(file, "authorities".toCharArray());
    }
    var url = ("jdbc:mysql://%s:%s/%s?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreType=PKCS12"
        + "&trustCertificateKeyStoreUrl=file:%s&trustCertificateKeyStorePassword=authorities").formatted(
        env.get("DATABASE_HOST"), env.get("DATABASE_PORT"), env.get("DATABASE_NAME"), store);
    var connection = DriverManager.getConnection(url, env.get("DATABASE_USER"), env.get("DATABASE_PASSWORD"));
    Answer.with(connection, "SELECT USER()");
  }
}
