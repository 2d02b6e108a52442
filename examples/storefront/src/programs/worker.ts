import { Database } from '../backing/database';
import { Mails } from '../backing/mails';
import { Orders } from '../backing/orders';
import { Receipts } from '../backing/receipts';
import { runProgram } from '../process/program';
import { receipt } from '../web/pages';
import { did, Worker } from '../worker';

const [command] = process.argv.slice(2);
if (command === 'ready' || command === 'alive') process.exit(did(command) ? 0 : 1);

// Less than the drainSeconds that services/storefront.ts gives it, 300.
runProgram('worker', 290, async (settings, log) => {
  const database = new Database(settings, log, 60);
  const receipts = new Receipts(settings.ASSETS_BUCKET);
  const mails = new Mails(settings.MAILS_QUEUE_URL);
  const orders = new Orders(database);
  const worker = new Worker(
    () =>
      orders.workOff(async (order) => {
        await receipts.put(order.id, receipt(order));
        // Before the order counts as packed: one that is packed twice is mailed twice, and none is forgotten.
        await mails.send(order.id);
        log.info({ order: order.id }, 'packed');
      }),
    log,
  );
  return async () => {
    await worker.stop();
    await database.close();
  };
});
