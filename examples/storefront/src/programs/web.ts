import { Carts } from '../backing/cart';
import { Catalog } from '../backing/catalog';
import { Database } from '../backing/database';
import { Flags } from '../backing/flags';
import { Orders } from '../backing/orders';
import { Receipts } from '../backing/receipts';
import { runProgram } from '../process/program';
import { createWeb } from '../web/web';

// Less than the platform's drainSeconds, 30, after which it kills; and queries take less than that.
runProgram('web', 25, async (settings, log) => {
  const database = new Database(settings, log, 20);
  const carts = new Carts(settings, log);
  const flags = new Flags(settings.FLAGS_URL, log);
  await flags.start();
  const web = createWeb({
    log,
    catalog: new Catalog(settings.CATALOG_URL),
    carts,
    orders: new Orders(database),
    receipts: new Receipts(settings.ASSETS_BUCKET),
    flags,
    needed: { orders: () => database.check(), sessions: () => carts.check() },
    currency: settings.CURRENCY,
    pageSize: settings.PAGE_SIZE,
  });
  await web.listen({
    port: settings.PORT,
    host: '0.0.0.0',
    listenTextResolver: (at) => `listening at ${at}`,
  });
  return async () => {
    flags.stop();
    await web.close();
    await Promise.all([database.close(), carts.close()]);
  };
});
