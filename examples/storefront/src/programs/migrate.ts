import { Database } from '../backing/database';
import { migrate } from '../backing/migrations';
import { runProgram } from '../process/program';

runProgram('job', 25, async (settings, log) => {
  const database = new Database(settings, log, 0);
  await database.wait(log);
  log.info({ ran: await migrate(database) }, 'migrations');
  await database.close();
  return undefined;
});
