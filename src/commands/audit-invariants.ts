import { checkInvariants } from '../operations/invariant-check.js';
import { withReadOnlyClient } from './read-only-client.js';

// npm run audit:invariants: looks whether every promise that SQL can check holds. It writes nothing; exit code 2 says
// that one is broken.
await withReadOnlyClient(async (client) => {
  const found = await checkInvariants(
    async (text, values) => (await client.query<{ violations: number; examples: string[] }>(text, values)).rows,
    new Date(),
  );
  for (const { code, says, violations, examples } of found) {
    console.log(violations === 0 ? `ok      ${code}` : `BROKEN  ${code}: ${violations}. ${says} ${examples.join(' ')}`);
  }
  if (found.some(({ violations }) => violations > 0)) process.exitCode = 2;
});
