import java.sql.DriverManager;
import java.util.Map;

final class Postgresql {
  public static void main(String[] args) throws Exception {
    Map<String, String> env = System.getenv();
    var url = "jdbc:postgresql://%s:%s/%s?sslmode=verify-full&sslrootcert=%s".formatted(
        env.get("DATABASE_HOST"), env.get("DATABASE_PORT"), env.get("DATABASE_NAME"), env.get("CA_FILE"));
    var connection = DriverManager.getConnection(url, env.get("DATABASE_USER"), env.get("DATABASE_PASSWORD"));
    Answer.with(connection, "SELECT session_user");
  }
}
