// Loaded into a server before its own code (`node --import`): says how much CPU time the process has used when asked,
// and does not outlive who started it.
process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => process.exit());
process.channel?.unref();
