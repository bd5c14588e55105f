// Loaded into a server before its own code (`node --import`): says how much CPU time the process has used when asked.
process.on('message', () => process.send?.(process.cpuUsage()));
process.channel?.unref();
