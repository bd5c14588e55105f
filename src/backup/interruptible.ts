import { StartError } from '../platform/start-error.js';
import { whyStopped } from './backup.rules.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Work that tidies up when the process is told to end, before it does; what stops it from outside is one sentence.
 * `place` is what a full disk is told of that does not say where.
 */
export async function interruptible(place: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const ending = new AbortController();
  const end = (signal: NodeJS.Signals) =>
    ending.abort(new StartError(`Ended by ${signal} before it was done; nothing half-made is left.`));
  for (const signal of signals) process.on(signal, end);
  try {
    await work(ending.signal);
  } catch (error) {
    const reason = ending.signal.aborted ? undefined : whyStopped(error, place);
    throw reason === undefined ? (ending.signal.aborted ? ending.signal.reason : error) : new StartError(reason);
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}
