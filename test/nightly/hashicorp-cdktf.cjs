// Preloaded, it gives whoever asks for `cdktf` the last one of HashiCorp's, and not its successor.
const Module = require('node:module');

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request.replace(/^cdktf(?=\/|$)/, 'cdktf-0.21'), ...rest);
};
