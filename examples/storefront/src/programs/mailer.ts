import { setTimeout as sleep } from 'node:timers/promises';
import { Mails } from '../backing/mails';
import { Receipts } from '../backing/receipts';
import { runProgram } from '../process/program';
import { did, Worker } from '../worker';

const [command] = process.argv.slice(2);
if (command === 'ready' || command === 'alive') process.exit(did(command) ? 0 : 1);

// Less than the platform's drainSeconds, 30.
runProgram('mailer', 25, async (settings, log) => {
  const receipts = new Receipts(settings.ASSETS_BUCKET);
  // In place of a mail server: what it is given stays in the bucket.
  const sent = new Receipts(settings.ASSETS_BUCKET, 'mails');
  const mails = new Mails(settings.MAILS_QUEUE_URL);
  const worker = new Worker(
    (stopped) =>
      mails.workOff(async (order) => {
        const text = await receipts.get(order);
        if (text === undefined) throw new Error(`order ${order} has no receipt`);
        await sleep(settings.MAIL_SECONDS * 1000);
        // Twice it is the same mail.
        await sent.put(order, text);
        log.info({ order }, 'mailed');
      }, stopped),
    log,
  );
  return () => worker.stop();
});
