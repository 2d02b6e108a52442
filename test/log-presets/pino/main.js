const pino = require('pino');

// As its documentation begins.
const logger = pino();
const [errors, infos] = process.argv.slice(2).map(Number);
for (let line = 0; line < infos; line++) logger.info({ line }, 'fine');
for (let line = 0; line < errors; line++) logger.error(new Error('no connection'), 'order failed');
