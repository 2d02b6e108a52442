import { Database } from '../database';
import { Orders } from '../orders';
import { runProgram } from '../program';

runProgram('job', 25, async (settings, log) => {
  const database = new Database(settings, log, 0);
  await database.wait(log);
  log.info({ orders: await new Orders(database).tidy() }, 'forgot what nobody agreed to');
  await database.close();
  return undefined;
});
