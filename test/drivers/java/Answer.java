import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.SQLException;

/** Asks the server at once, and again for each line on stdin: who is signed in. */
final class Answer {
  static void with(Connection connection, String query) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in));
    do {
      System.out.println(ask(connection, query));
    } while (lines.readLine() != null);
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
