import { decideAward, type CreditRule } from '../../src/ceu/ledger/ce-award.rules.js';
import { type ChainEntry, ledgerSum, toAppend, transcriptTotal } from '../../src/ceu/ledger/ce-ledger.rules.js';
import { randomFrom } from './random.js';

const rule: CreditRule = {
  rounding: 'iacet_nearest_tenth',
  minimumMinutes: 30,
  attendancePercent: 50,
  partialCredit: 'actual',
  maxMinutesPerDay: null,
  categoryScope: [],
  evaluationRequired: false,
  assessmentRequired: false,
  presenterMinutes: false,
  retentionYears: 7,
};
const categoryMinutes = [
  { category: 'ethics', minutes: 65 },
  { category: 'culture', minutes: 43 },
];

test('after each of 10,000 random edits of attendance the ledger adds up to what the transcript says', () => {
  const random = randomFrom(20270309);
  const sessions = [1, 2, 3].map((order) => ({
    sessionId: `s${order}`,
    order,
    on: `2027-03-0${order}`,
    allowableMinutes: 105,
    creditableMinutes: 105,
  }));
  const chain: ChainEntry[] = [];
  let sum = 0;
  for (let round = 0; round < 20; round++) {
    for (let edit = 0; edit < 500; edit++) {
      const session = sessions[random(3)];
      if (session) session.creditableMinutes = random(4) === 0 ? session.creditableMinutes : random(106);
      const { credit } = decideAward(rule, {
        completed: random(20) > 0,
        role: 'learner',
        sessions,
        categoryMinutes,
        plans: [],
        evaluation: true,
        assessment: true,
      });
      const appended = toAppend(chain, credit);
      chain.push(...appended);
      sum += appended.reduce((minutes, entry) => minutes + entry.minutes, 0);
      if (sum !== (credit?.minutes ?? 0) || transcriptTotal(chain).minutes !== sum)
        throw new Error(`The ledger says ${sum} minutes, earned are ${credit?.minutes ?? 0}`);
    }
    expect(ledgerSum(chain)).toEqual(transcriptTotal(chain));
  }
  expect(chain.length).toBeGreaterThan(5_000);
  expect(chain.every(({ number }, index) => number === index)).toBe(true);
});

test('a correction is a reversal and a new award; what was written stays', () => {
  const first = { minutes: 210, credits: 4, categories: { ethics: 60, general: 150 } };
  const second = { minutes: 170, credits: 3, categories: { ethics: 49, general: 121 } };
  const chain: ChainEntry[] = [{ ...first, number: 0 }];
  expect(toAppend(chain, first)).toEqual([]);
  expect(toAppend(chain, second)).toEqual([
    { number: 1, minutes: -210, credits: -4, categories: { ethics: -60, general: -150 } },
    { number: 2, ...second },
  ]);
  expect(toAppend(chain, null)).toEqual([
    { number: 1, minutes: -210, credits: -4, categories: { ethics: -60, general: -150 } },
  ]);
});
