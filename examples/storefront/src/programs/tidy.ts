import { Database } from '../backing/database';
import { Orders } from '../backing/orders';
import { runProgram } from '../process/program';

runProgram('job', 25, async (settings, log) => {
  const database = new Database(settings, log, 0);
  await database.wait(log);
  log.info({ orders: await new Orders(database).tidy() }, 'forgot what nobody agreed to');
  await database.close();
  return undefined;
});
