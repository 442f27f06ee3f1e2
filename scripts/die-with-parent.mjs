// Preloaded into the children of `npm start`: when the parent is gone (also after kill -9) they stop as on SIGTERM,
// so that the next start finds its ports free.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
