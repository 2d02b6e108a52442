// The CDKTF CLI calls this when it loads, and Node 20 does not have it. It marks objects that may not be sent to another
// thread, and the CLI sends none.
require('node:worker_threads').markAsUncloneable ??= () => {};
