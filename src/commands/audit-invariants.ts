import { checkInvariants, isKept } from '../operations/invariant-check.js';
import { withReadOnlyClient } from './read-only-client.js';

// npm run audit:invariants: looks whether every promise that SQL can check holds. It writes nothing; exit code 2 says
// that one is broken, or could not be checked.
await withReadOnlyClient(async (client) => {
  const found = await checkInvariants(
    async (text, values) => (await client.query<{ violations: number; examples: string[] }>(text, values)).rows,
    new Date(),
  );
  for (const { code, says, violations, examples, notChecked } of found) {
    if (notChecked !== null) console.log(`UNKNOWN ${code}: it could not be checked (${notChecked}).`);
    else if (violations === 0) console.log(`ok      ${code}`);
    else console.log(`BROKEN  ${code}: ${violations}. ${says} ${examples.join(' ')}`);
  }
  if (!found.every(isKept)) process.exitCode = 2;
});
