import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class Main {
  public static void main(String[] args) {
    Logger logger = LoggerFactory.getLogger("orders");
    int errors = Integer.parseInt(args[0]);
    int infos = Integer.parseInt(args[1]);
    for (int line = 0; line < infos; line++) logger.info("fine {}", line);
    for (int line = 0; line < errors; line++) logger.error("order failed", new IllegalStateException("no connection"));
  }
}
