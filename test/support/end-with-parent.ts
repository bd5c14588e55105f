// Loaded by a server of the tests before itself. Jest kills a worker that has grown too large, also in the midst of a
// test:
// then the server stops as on SIGTERM, and its database with it.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
