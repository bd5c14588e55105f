import { fork } from 'node:child_process';
import { join } from 'node:path';

/** A server of this folder in a process of its own, which ends with this one; answers where it listens. */
export function childServer(file: string, setting: object): Promise<string> {
  const child = fork(join(import.meta.dirname, file));
  process.once('exit', () => child.kill());
  child.send(setting);
  return new Promise((resolve, reject) =>
    child
      .once('message', (where: string) => {
        child.unref();
        child.channel?.unref();
        resolve(where);
      })
      .once('exit', () => reject(new Error(`${file} did not start`))),
  );
}
